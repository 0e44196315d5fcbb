"""After all that: what people are called and what they wrote is in no log or event."""

import pytest

from maillage.embedded import Servers
from tests.support.harness import eventually

from .conftest import Watched
from .samples import EMAIL, PASSWORD, SOMEBODY, WORDS
from .watching import all_records

pytestmark = pytest.mark.asyncio(loop_scope="package")

PLANTED = "quetzalcoatlus"
API = "/api/v1"


async def _say_much(whole: Watched) -> None:
    """Plant what identifies people wherever it is taken, and wherever it is refused."""
    world = whole.world
    clients, own = world.clients, world.own
    nobody, manager, member = (
        clients["nobody"],
        clients["centre_manager"],
        clients["member"],
    )
    await nobody.post(
        f"{API}/sessions", json={"email": EMAIL, "password": PASSWORD + "?"}
    )
    await nobody.post("/connexion", data={"email": EMAIL, "password": PASSWORD})
    await nobody.get(f"{API}/places", params={"q": SOMEBODY})
    await nobody.get(f"/{SOMEBODY}/{EMAIL}")
    await nobody.post(
        f"{API}/invitations/acceptance", json={"token": SOMEBODY, "password": PASSWORD}
    )
    await manager.get(f"{API}/advisors", params={"name": SOMEBODY})
    await manager.get("/conseillers", params={"name": SOMEBODY})
    await manager.post(
        f"{API}/advisors/{own['advisor_id']}/suspension", json={"reason": WORDS}
    )
    await member.ask(
        "PUT",
        f"{API}/votes/{own['vote_id']}/ballot",
        json={"choice": "no", "reason": WORDS},
    )
    await clients["operator"].post(
        f"{API}/dead-letters/{own['dead_letter_id']}/discard", json={"reason": WORDS}
    )
    await clients["advisor"].ask(
        "PUT",
        f"{API}/account/password",
        json={"current": PASSWORD, "new": PASSWORD + " encore"},
    )


class TestTraces:
    async def test_nobody_is_named_in_logs_metrics_topics_or_the_journal(
        self, whole: Watched, servers: Servers
    ) -> None:
        it = whole.world.it
        await _say_much(whole)

        async def all_told() -> bool:
            return await whole.databases.waiting() == 0

        async with it.working():
            await eventually(all_told, seconds=60)
            metrics = await it.client.get("/metrics")
        records = await all_records(servers, it.platform.prefix)
        journal = it.platform.collection("hub", "journal")
        journaled = [str(one) async for one in journal.find({})]

        assert len(records) > 50
        assert journaled
        assert '"event": "request"' in whole.logs.getvalue()
        assert PLANTED not in whole.logs.getvalue().lower()
        assert PLANTED not in metrics.text.lower()
        assert not [one for one in records if PLANTED.encode() in one.lower()]
        assert not [one for one in journaled if PLANTED in one.lower()]
