"""Bodies that would be commands: planted where a value, a name or a field may stand."""

from collections.abc import Iterator, Mapping
from typing import Any

# Stands in every name and every value that is planted, and nowhere else.
PLANTED = "xinjectedx"
CENTRE = "deadbeef-0000-7000-8000-00000000c0de"

OPERATORS: tuple[Any, ...] = (
    {"$gt": PLANTED},
    {"$ne": {PLANTED: 1}},
    {"$where": f"sleep(1) || '{PLANTED}'"},
    {"$regex": f"^{PLANTED}.*", PLANTED: 1},
    {"$in": [PLANTED, {"$exists": PLANTED}]},
    {"$function": {"body": PLANTED, "args": [], "lang": "js"}},
    {f"{PLANTED}.a.b": 1},
    {"__proto__": {PLANTED: True}},
    [{"$gt": PLANTED}],
)
FOREIGN: Mapping[str, Any] = {
    "$where": PLANTED,
    "$set": {"role": PLANTED},
    f"{PLANTED}.role": "national_admin",
    "__proto__": {PLANTED: True},
    "constructor": {"prototype": {PLANTED: True}},
    "_id": PLANTED,
    "id": CENTRE,
    "role": f"{PLANTED}-admin",
    "grants": [{"role": "national_admin", "holder_id": None, PLANTED: 1}],
    "centre_id": CENTRE,
    "holder_id": CENTRE,
    "person_id": CENTRE,
    "state": PLANTED,
    "status": PLANTED,
    "pending": [{PLANTED: 1}],
    "password_hash": PLANTED,
    "created_at": "1999-12-31T00:00:00Z",
}
QUERIES: tuple[Mapping[str, str], ...] = (
    {f"after[$gt]{PLANTED}": ""},
    {"after": f'{{"$gt":"{PLANTED}"}}'},
    {"q": f'{{"$where":"{PLANTED}"}}'},
    {"q[$ne]": PLANTED},
    {"limit[$gt]": PLANTED, "$where": PLANTED},
)


def spoilt(right: Mapping[str, Any], allowed: Mapping[str, Any]) -> Iterator[Any]:
    """Plant an operator in each field in turn, then each foreign field beside it."""
    for number, name in enumerate(allowed):
        for turn in range(3):
            planted = OPERATORS[(number + 3 * turn) % len(OPERATORS)]
            yield {**right, name: planted}
    for name, value in FOREIGN.items():
        if name not in allowed:
            yield {**right, name: value}
    yield [{"$match": {PLANTED: 1}}]
    yield {"$gt": PLANTED}
