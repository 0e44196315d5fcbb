"""People's names, addresses and words lie in the fields that say so, nowhere else.

A field is known by its mark in the models: a new one that the story does not fill in
fails here, and so does a marker that is found in any other place.
"""

import pytest

from kit.running import plans
from maillage.embedded import Servers
from maillage.running import SERVICES
from schemas.personal import Category, personal_fields
from tests.integration.maillage.bad_input.watching import Databases, all_records, logged
from tests.support.harness import Installation, eventually

from .markers import (
    ALIEN,
    MARKERS,
    Place,
    Where,
    is_marked,
    marked_among,
    marked_places,
)
from .network import network
from .story import refuse_tasks, told

ALIENS = (ALIEN.lower(),)
# The model has it for censuses to come: no form, file or address fills it in.
UNWRITTEN = {
    ("registry", "advisors", "affiliations", "phone"),
    # Only while an erasure waits for its services.
    ("identity", "erasing", "name"),
    ("identity", "erasing", "email"),
    ("identity", "erasing", "former_emails"),
    ("identity", "erasing", "other_emails"),
}
OF_ALIENS: dict[Where, set[Place]] = {
    ("hub", "journal"): {("data",)},
    ("hub", "dead_letters"): {("value",)},
    ("hub", "delayed"): {("value",)},
    ("notifications", "delayed"): {("value",)},
}


def marked_fields(*, but: frozenset[Category] = frozenset()) -> dict[Where, set[Place]]:
    """Return by collection the fields that the models mark."""
    found: dict[Where, set[Place]] = {}
    for plan in plans(SERVICES):
        model = plan.holds or plan.model
        for marked in personal_fields(model) if model else ():
            if marked.mark.says not in but:
                where = (plan.database, plan.name)
                found.setdefault(where, set()).add(marked.path)
    return found


def covers(allowed: set[Place], place: Place) -> bool:
    return any(place[: len(one)] == one for one in allowed)


async def _all_is_told(it: Installation) -> None:
    """Wait until no relay has anything to publish and the journal has it all."""

    async def quiet() -> bool:
        names = [(plan.database, plan.name) for plan in plans(SERVICES) if plan.tells]
        left = [
            await it.platform.collection(*name).count_documents(
                {"pending.0": {"$exists": True}}
            )
            for name in names
        ]
        delayed = it.platform.collection("notifications", "delayed")
        return not sum(left) and await delayed.count_documents({}) > 0

    await eventually(quiet, seconds=60)


class TestMarkers:
    """HUB-19"""

    async def test_people_are_in_the_marked_fields_and_in_no_topic_log_or_metric(
        self, servers: Servers, namespace: str
    ) -> None:
        databases = Databases(servers.mongo_url, namespace)
        with logged() as logs:
            async with network(servers, namespace) as it:
                refuse_tasks(it)
                async with it.working():
                    await told(it)
                    await _all_is_told(it)
                    metrics = (await it.client.get("/metrics")).text
                records = await all_records(servers, it.platform.prefix)
                found = await marked_places(databases)
                aliens = await marked_places(databases, ALIENS)
        await databases.close()
        said = [one for one in logs.getvalue().splitlines() if one]

        assert unmarked(found, marked_fields()) == set()
        assert unfilled(found, aliens) == UNWRITTEN
        assert len(records) > 100
        assert marked_among(records) == []
        assert any('"event": "request"' in one for one in said)
        assert [one for one in said if is_marked(one, MARKERS + ALIENS)] == []
        assert not is_marked(metrics, MARKERS + ALIENS)
        # What the story broke stays what it was, in the record alone.
        assert unmarked(aliens, OF_ALIENS) == set()


def unmarked(
    found: dict[Where, set[Place]], allowed: dict[Where, set[Place]]
) -> set[Place]:
    """Return the places that hold a marker and are not allowed to."""
    return {
        (*where, *place)
        for where, places in found.items()
        for place in places
        if not covers(allowed.get(where, set()), place)
    }


def unfilled(*founds: dict[Where, set[Place]]) -> set[Place]:
    """Return the marked fields in which nobody has planted anything."""
    return {
        (*where, *field)
        for where, fields in marked_fields(but=frozenset({Category.DIGEST})).items()
        for field in fields
        if not any(
            place[: len(field)] == field
            for found in founds
            for place in found.get(where, ())
        )
    }


@pytest.mark.parametrize("name", ["first_name", "last_name", "email", "phone"])
def test_no_stored_model_forgets_the_mark_of_what_is_so_called(name: str) -> None:
    forgotten = [
        (plan.database, plan.name)
        for plan in plans(SERVICES)
        if (model := plan.holds or plan.model) and name in model.model_fields
        if (name,) not in marked_fields().get((plan.database, plan.name), set())
    ]

    assert forgotten == []
