"""`maillage replay` and `maillage rebuild`, on an installation that runs."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from typing import Any, NamedTuple, cast

import pytest

from kit.messaging.topics import TopicPlan, ensure
from maillage.embedded import Servers
from schemas.events import TOPICS
from services.hub.roles import HUB
from services.webinars.roles import WEBINARS
from tests.support.harness import HOST, SECRET, Installation, eventually, installed

from .network import Reader, network, published, tell
from .test_rebuilds import all_of, copies, keep, partner

GROUP = "notifications.webinars"


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
async def hub(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    plans = [TopicPlan(f"{namespace}.{topic}", partitions=2) for topic in TOPICS]
    await ensure(servers.kafka_bootstrap, plans, replicas=1)
    others = network(without=("webinars",))
    async with installed(servers, namespace, HUB, WEBINARS, others) as installation:
        yield installation


async def maillage(hub: Installation, *arguments: str) -> Answer:
    settings = hub.platform.settings
    told = {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_NAMESPACE": settings.namespace,
        "MAILLAGE_PUBLIC_URL": HOST,
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_MONGO__URL": settings.mongo.url.get_secret_value(),
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers,
        "LANGUAGE": "fr",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "maillage", *arguments),
        env=os.environ | told,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Answer(process.returncode or 0, out.decode(), err.decode())


class TestReplay:
    async def test_it_is_dry_until_it_is_meant(self, hub: Installation) -> None:
        reader = cast("Reader", hub.provided[Reader])
        async with hub.working():
            told = [await tell(hub, published()) for _ in range(3)]
            journal = hub.platform.collection("hub", "journal")

            async def all_are_kept() -> bool:
                kept = await journal.count_documents({"is_event": True})
                return kept >= len(told) and set(told) <= reader.effects

            await eventually(all_are_kept, seconds=30)
            dry = await maillage(hub, "replay", GROUP, "--json")
            without = await maillage(hub, "replay", GROUP, "--yes")
            unknown = await maillage(hub, "replay", "nobody.here")
            heard = len(reader.told)
            meant = await maillage(
                *(hub, "replay", GROUP, "--yes", "--reason", "essai", "--json")
            )

            async def heard_again() -> bool:
                return len(reader.told) >= heard + len(told)

            await eventually(heard_again, seconds=20)

        assert (dry.code, json.loads(dry.out)["total_count"]) == (0, 3)
        assert [without.code, unknown.code] == [1, 1]
        assert "Ce lecteur n’existe pas" in unknown.out
        assert heard == len(told)
        answered: dict[str, Any] = json.loads(meant.out)
        assert (meant.code, answered["state"], answered["reason"]) == (
            *(0, "done", "essai"),
        )


class TestRebuild:
    async def test_it_compares_then_takes_the_place_when_asked(
        self, hub: Installation
    ) -> None:
        one = partner()
        async with hub.working():
            await keep(hub, one, partner())
        sound = await all_of(copies(hub))

        same = await maillage(hub, "rebuild", "webinars.partners", "--json")
        await copies(hub).delete_one({"_id": one.organisation_id})
        differs = await maillage(hub, "rebuild", "webinars.partners")
        lacking = await all_of(copies(hub))
        swapped = await maillage(hub, "rebuild", "webinars.partners", "--swap")
        unknown = await maillage(hub, "rebuild", "webinars.nothing")

        assert (same.code, json.loads(same.out)["state"]) == (0, "done")
        assert differs.code == 1
        assert str(one.organisation_id) in differs.out
        assert len(lacking) == 1
        assert swapped.code == 0
        assert await all_of(copies(hub)) == sound
        assert unknown.code == 1
