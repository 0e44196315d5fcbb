"""What is looked at around the requests: records, events, counts, times."""

import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pymongo import AsyncMongoClient

from kit.ids import new_id
from schemas.access import PUBLIC
from tests.support.harness import Client, Installation

from .ground import Tenancy
from .judging import plain
from .marks import EVERY
from .routes import Address

# Who asks for what, of one's own kind, again and again: another's and nobody's.
TIMED: Mapping[str, Sequence[str]] = {
    "manager": (
        "/api/v1/structures/{structure_id}",
        "/api/v1/advisors/{advisor_id}",
        "/api/v1/censuses/{census_id}",
    ),
    "partner": ("/api/v1/webinars/{webinar_id}", "/api/v1/dossiers/{reference}"),
}
WARM = 3
SLOWER_MS_MAX, SLOWER_RATIO_MAX = 5.0, 2.0
# What everyone is shown too; one's own sessions, as each request opens one; and who
# looked at one's record, as these requests do.
PASSED_OVER = frozenset(
    {
        "/webinaires",
        "/api/v1/sessions",
        "/compte/sessions",
        "/api/v1/account/consultations",
        "/compte/consultations",
    }
)
OF_MACHINES = "_hub"


async def lists(
    it: Installation, known: Sequence[Address], mine: Tenancy
) -> dict[str, str]:
    """Read every page and list that names no record, as each of the tenant's people."""
    found = {}
    for who in ("manager", "structure", "referent", "advisor", "partner"):
        client = await mine.people[who].enters(it)
        for one in known:
            if one.is_read and not one.parameters and not _is_passed_over(one):
                answer = await client.get(one.path)
                found[f"{who}: {one}"] = f"{answer.status_code} {plain(answer.text)}"
    return found


def _is_passed_over(address: Address) -> bool:
    return str(address) in PUBLIC or address.path in PASSED_OVER


class Records:
    """Another tenant's documents, as they stand in every database."""

    def __init__(self, mongo_url: str, namespace: str, theirs: Tenancy) -> None:
        self._client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            mongo_url, uuidRepresentation="standard"
        )
        self._prefix = f"{namespace}_"
        self._ids = [UUID(one) for one in theirs.secret.values()]

    async def state(self) -> dict[str, str]:
        """Return each by its place, but for what machines and relays write of it."""
        found = {}
        for name in await self._client.list_database_names():
            if not name.startswith(self._prefix) or name.endswith(OF_MACHINES):
                continue
            for collection in await self._client[name].list_collection_names():
                query = {"_id": {"$in": self._ids}}
                async for one in self._client[name][collection].find(query):
                    one.pop("pending", None)
                    found[f"{name}.{collection}/{one['_id']}"] = repr(one)
        return found

    async def close(self) -> None:
        await self._client.close()


def met(records: Iterable[bytes]) -> set[str]:
    """Return which planted words are in what was told to everyone."""
    text = b"\n".join(records).decode("utf-8", "replace").lower()
    return {one for one in EVERY if one in text}


async def timed(
    it: Installation, ours: Tenancy, theirs: Tenancy, *, times: int
) -> dict[str, tuple[float, float]]:
    """Return the medians, in ms, of asking for another's record and for none."""
    found = {}
    for who, paths in TIMED.items():
        client = await ours.people[who].enters(it)
        for path in paths:
            name = path.partition("{")[2].rstrip("}")
            took: dict[str, list[float]] = {"foreign": [], "unknown": []}
            for _ in range(times + WARM):
                for kind, id_ in (
                    ("foreign", theirs.ids[name]),
                    ("unknown", str(new_id())),
                ):
                    took[kind].append(
                        await _milliseconds(client, path.replace(f"{{{name}}}", id_))
                    )
            found[path] = (
                statistics.median(took["foreign"][WARM:]),
                statistics.median(took["unknown"][WARM:]),
            )
    return found


async def _milliseconds(client: Client, path: str) -> float:
    began = time.perf_counter()
    await client.get(path)
    return (time.perf_counter() - began) * 1000


def told_apart(medians: Mapping[str, tuple[float, float]]) -> list[str]:
    return [
        f"{path}: another's takes {foreign:.1f} ms, none {unknown:.1f} ms"
        for path, (foreign, unknown) in medians.items()
        if abs(foreign - unknown) > SLOWER_MS_MAX
        and max(foreign, unknown) > SLOWER_RATIO_MAX * min(foreign, unknown)
    ]
