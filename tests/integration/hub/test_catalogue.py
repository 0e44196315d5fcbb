"""The catalogue live: rate, lag, history, a real event without its people (HUB-01, 18)."""

import time
from typing import Any

from kit.ids import new_id
from kit.messaging.positions import Lags
from schemas.events.registry import AdvisorListed
from schemas.events.webinars import WebinarPublished
from tests.support.harness import Client, Installation, eventually

from .network import published, tell

PUBLISHED = "/api/v1/event-types/webinar.published.v1"


async def described(client: Client, address: str = PUBLISHED) -> Any:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestLive:
    async def test_rate_last_one_and_readers_follow_what_is_told(
        self, hub: Installation, operator: Client
    ) -> None:
        before = await described(operator)
        async with hub.working():
            for _ in range(6):
                await tell(hub, published())

            async def all_are_counted() -> Any:
                found = await described(operator)
                is_read = all(one["behind"] == 0 for one in found["readers"])
                return found if found["count_24h"] == 6 and is_read else None

            found = await eventually(all_are_counted, seconds=40, every=1)

        assert (before["rate_per_minute"], before["last_at"]) == (0, None)
        assert found["rate_per_minute"] == 0.1
        assert found["last_at"] is not None
        assert {one["group"] for one in found["readers"]} == {
            "notifications.webinars",
            "notifications.tasks",
            "hub.journal",
            "hub.search",
            "hub.webhooks",
        }

    async def test_what_nobody_has_read_yet_is_left_to_read(
        self, hub: Installation, operator: Client
    ) -> None:
        for _ in range(4):
            await tell(hub, published())

        found = await described(operator)

        assert {one["behind"] for one in found["readers"]} == {4}

    async def test_its_versions_say_since_when(self, operator: Client) -> None:
        (version,) = (await described(operator))["versions"]

        assert (version["version"], version["is_first"]) == ("v1", True)
        assert version["on"] is not None


class TestExample:
    async def test_the_last_event_is_shown_without_its_people(
        self, hub: Installation, operator: Client
    ) -> None:
        person, advisor = str(new_id()), str(new_id())
        listed = AdvisorListed.model_validate(
            dict(AdvisorListed.example) | {"person_id": person, "advisor_id": advisor}
        )
        async with hub.working():
            await tell(hub, listed)

            async def is_kept() -> Any:
                address = "/api/v1/event-types/advisor.listed.v1"
                return (await described(operator, address))["recent"]

            recent = await eventually(is_kept, seconds=30)
        page = await operator.page("/evenements/advisor.listed.v1")

        assert recent["data"]["themes"] == list(listed.themes)
        assert recent["data"]["person_id"] == "…"
        assert recent["headers"]["ce_type"] == AdvisorListed.type
        assert person not in str(recent)
        assert advisor not in str(recent)
        assert "Le dernier publié" in page.text
        assert person not in page.text

    async def test_who_may_not_read_events_sees_the_contract_alone(
        self, hub: Installation, operator: Client
    ) -> None:
        async with hub.working():
            await tell(hub, published())

            async def is_kept() -> Any:
                return (await described(operator))["recent"]

            await eventually(is_kept, seconds=30)
        advisor = await hub.client.sign_in("advisor")

        answers = [await described(hub.client), await described(advisor)]

        assert [one["recent"] for one in answers] == [None, None]
        assert answers[0]["example"]["type"] == WebinarPublished.type


class TestHealth:
    async def test_the_page_shows_throughput_contracts_and_a_real_version(
        self, hub: Installation, operator: Client
    ) -> None:
        async with hub.working():
            for _ in range(3):
                await tell(hub, published())

            async def shows_the_rate() -> bool:
                page = await operator.page("/sante")
                return "0,05" in page.text

            await eventually(shows_the_rate, seconds=30, every=1)
        page = await operator.page("/sante")

        assert "Contrats" in page.text
        assert "0.1.0" in page.text


class TestLags:
    async def test_a_broker_that_is_away_costs_one_wait_and_no_page(self) -> None:
        lags = Lags("127.0.0.1:1", {"hub.webhooks": ["tn.hub.client"]}, prefix="")
        began = time.monotonic()

        found = [await lags.behind() for _ in range(20)]

        assert found == [None] * 20
        assert time.monotonic() - began < 12
