"""HUB-08: told once when the oldest letter waits for too long, and once when none does."""

from typing import Any

from services.hub.deadletters.service import AgeWatch, DeadLetterService
from services.hub.health.service import HealthService
from tests.support.harness import Client, Installation

from .setting_aside import days_ago, letter, set_aside

OVERDUE = "fr.transition-numerique.hub.dead_letter.overdue.v1"
CAUGHT_UP = "fr.transition-numerique.hub.dead_letter.caught_up.v1"


def watch_of(hub: Installation) -> AgeWatch:
    found = hub.provided[AgeWatch]
    assert isinstance(found, AgeWatch)
    return found


async def told(hub: Installation) -> list[Any]:
    found = await hub.platform.collection("hub", "dead_letter_watch").find_one({})
    return [] if found is None else [one["type"] for one in found["pending"]]


async def is_ill(hub: Installation) -> bool:
    health = hub.provided[HealthService]
    assert isinstance(health, HealthService)
    return (await health.look()).are_letters_overdue


class TestWatch:
    async def test_an_episode_is_told_when_it_begins_and_when_it_ends(
        self, hub: Installation, operator: Client
    ) -> None:
        old, older = (
            letter(hub, offset=1, first_at=days_ago(hub, 2)),
            letter(hub, offset=2, first_at=days_ago(hub, 3)),
        )
        letters = hub.provided[DeadLetterService]
        assert isinstance(letters, DeadLetterService)
        watch = watch_of(hub)
        before = await watch.look()
        await set_aside(hub, [letter(hub), old, older])

        began = [await watch.look(), await watch.look()]
        ill = await is_ill(hub)
        page = await operator.page("/sante")
        await letters.discard(older.id, reason="essai", by=None)
        still = await watch.look()
        await letters.discard(old.id, reason="essai", by=None)
        over = [await watch.look(), await watch.look()]

        assert before is False
        assert began == [True, False]
        assert still is False
        assert over == [True, False]
        assert await told(hub) == [OVERDUE, CAUGHT_UP]
        assert ill
        assert not await is_ill(hub)
        assert "C’est plus que le réglage ne le permet." in page.text

    async def test_two_watchers_tell_once(self, hub: Installation) -> None:
        await set_aside(hub, [letter(hub, first_at=days_ago(hub, 2))])
        one, other = watch_of(hub), watch_of(hub)

        answers = [await one.look(), await other.look()]

        assert answers == [True, False]
        assert await told(hub) == [OVERDUE]
