"""Bodies that are right, and every way in which one field of them can be wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kit.clock import now
from kit.ids import new_id

from .operations import Operation, Schema, is_nullable, resolved

# Planted wherever a person is named or speaks; it may leave in no log and no event.
SOMEBODY = "Quetzalcoatlus"
WORDS = "Quetzalcoatlus me l’a dit en confidence."
PASSWORD = "quetzalcoatlus sur la colline"  # noqa: S105 - of nobody
EMAIL = "quetzalcoatlus@exemple.fr"
# A day ahead, whenever this runs.
SOON = now().date() + timedelta(days=40)
TITLE = "Facture électronique"
CENSUS = (
    "Structure;Type de structure;CP;Ville;Nom;Prénom;E-mail;Profil\r\n"
    f"CMA Hérault;CMA;34000;Montpellier;{SOMEBODY};{SOMEBODY};{EMAIL};dédié\r\n"
).encode()

SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "NewStructure": {
        "name": "CMA Hérault",
        "kind": "cma",
        "postcode": "34000",
        "town": "Montpellier",
        "phone": "04 67 00 00 01",
        "email": "contact@cma.example",
        "website": "https://cma.example",
        "siret": "95616975900027",
        "latitude": 43.6,
        "longitude": 3.8,
    },
    "NewPerson": {
        "role": "member",
        "first_name": SOMEBODY,
        "last_name": SOMEBODY,
        "email": EMAIL,
        "phone": "0467000001",
        "password": PASSWORD,
    },
    "NewPartner": {"name": "Facture et Cie", "fee_cents": 100_000},
    "Proposal": {
        "title_fr": TITLE,
        "abstract_fr": "Ce qui change, et quand.",
        "objectives": "Choisir.",
        "audience": "everyone",
        "level": "beginner",
        "themes": ["facture-electronique"],
        "speakers": [f"Camille {SOMEBODY}"],
        "commercial_interest": WORDS,
        "material": WORDS,
        "regions": ["76"],
        "wished_slots": [f"{SOON}T10:00:00+01:00"],
    },
    "NewWebhook": {
        "url": "http://127.0.0.1:9/hook",
        "types": ["fr.transition-numerique.webinars.webinar.published.v1"],
        "regions": ["76"],
    },
    "NewClient": {
        "name": "Tableau de bord",
        "scopes": ["events.read", "webhooks.manage"],
    },
    "StructureEdit": {"name": "CMA Hérault", "phone": "04 67 00 00 01"},
    "Opening": {"mode": "named"},
    "NewGrant": {"role": "member"},
    "NewReplay": {
        "as_of": "2026-11-23T12:00:00+00:00",
        "reason": "nowhere",
        "type": "webinar.published.v1",
        "key": "k",
    },
    "NewJournalReplay": {
        "group": "notifications.webinars",
        "types": ["webinar.published.v1"],
        "since": "2026-11-23T12:00:00+00:00",
        "until": "2026-11-24T12:00:00+00:00",
        "aggregate": str(new_id()),
        "rate": 10,
        "reason": WORDS,
    },
    "WantedReplay": {"group": "notifications.webinars", "rate": 10},
    "NewRebuild": {"model": "webinars.partners", "reason": WORDS},
    "AdvisorEdit": {"profile": "dedicated"},
    "Slot": {"starts_at": f"{SOON}T10:00:00+01:00", "room": "gutenberg"},
}
FIELDS: Mapping[str, Any] = {
    "email": EMAIL,
    "password": PASSWORD,
    "current": PASSWORD,
    "new": PASSWORD,
    "reason": WORDS,
    "first_name": SOMEBODY,
    "last_name": SOMEBODY,
}


@dataclass(frozen=True)
class Spoilt:
    """A body with one fault; `field` is the one at fault."""

    why: str
    body: Any
    field: str

    @property
    def is_invisible(self) -> bool:
        """Whether the text is well formed and holds a sign that nobody sees."""
        return self.why.endswith(("a NUL", "a bell"))


def right_body(operation: Operation) -> dict[str, Any]:
    """Return a body that the operation could take."""
    assert operation.body is not None
    name = str(operation.body.get("title", ""))
    if name in SAMPLES:
        return dict(SAMPLES[name])
    properties = operation.body["properties"]
    return {name: right(name, told) for name, told in properties.items()}


def right(name: str, told: Schema) -> Any:
    schema = resolved(told)
    if name in FIELDS or "enum" in schema:
        return FIELDS.get(name) or schema["enum"][0]
    match schema.get("type"):
        case "integer" | "number":
            return int(schema.get("minimum", 1))
        case "boolean":
            return True
        case "array":
            return [right(name.removesuffix("s"), schema["items"])]
        case "object":
            inner = schema.get("properties", {})
            return {one: right(one, its) for one, its in inner.items()}
    return _right_text(schema)


def _right_text(schema: Schema) -> str:
    match schema.get("format"):
        case "uuid":
            return str(new_id())
        case "date":
            return f"{SOON}"
        case "date-time":
            return f"{SOON}T10:00:00+01:00"
    return "a" * int(schema.get("minLength", 8))


def spoilt_bodies(operation: Operation) -> Iterator[Spoilt]:
    """Spoil each field in each way, then the names of fields."""
    assert operation.body is not None
    right_one = right_body(operation)
    for name, told in operation.body["properties"].items():
        if name in operation.body.get("required", ()):
            rest = {one: its for one, its in right_one.items() if one != name}
            yield Spoilt(f"{name} is missing", rest, name)
        for why, value in _wrong_values(told):
            yield Spoilt(f"{name} {why}", right_one | {name: value}, name)
    for name in ("inconnu", "$where", "a.b", "__proto__", "a/b~c", ""):
        yield Spoilt(f"unknown {name!r}", right_one | {name: {"$gt": ""}}, name)


def _wrong_values(told: Schema) -> Iterator[tuple[str, Any]]:
    schema = resolved(told)
    yield "is an operator", {"$gt": "", "a.b": 1}
    if not is_nullable(told) and "default" not in told:
        yield "is null", None
    match schema.get("type"):
        case "string":
            yield "is a number", 10**30
            yield "is a list", [["$ne"]]
            yield from _wrong_texts(schema)
        case "integer" | "number":
            yield "is a word", "douze"
            yield "is huge", 10**30
            yield "is beyond any float", 10**400
            yield "is no number", float("nan")
            yield "is infinite", float("-inf")
        case "boolean":
            yield "is a word", "peut-être"
            yield "is a list", []
        case "array":
            yield "is a word", "x"
            yield "is too long", ["x"] * (int(schema["maxItems"]) + 1)
            yield "holds an operator", [{"$ne": None}]
            yield "is nested", [[[]]]
            if "properties" in resolved(schema["items"]):
                yield "holds an unknown field", [{"inconnu": 1}]
        case _:
            yield "is a list", []
            yield "is a word", "x"
            yield "holds too much", {f"{n}": {"$gt": 1} for n in range(300)}


def _wrong_texts(schema: Schema) -> Iterator[tuple[str, Any]]:
    if "maxLength" in schema:
        yield "is too long", "é" * (int(schema["maxLength"]) + 1)
    yield "holds half a pair", "abcdefghijkl\ud800"
    if schema.get("format") != "password":
        yield "holds a NUL", "abcdefghijkl\0"
        yield "holds a bell", "abcdefghijkl\a"
    if schema.get("minLength"):
        yield "is empty", ""
