"""SEC-08: what has passed its time is counted, told, and ended; the rest stays."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from kit.ids import new_id
from kit.mongo import Collection
from kit.people import AgedOut, Forecast, RetentionBoard, RetentionService
from maillage.embedded import Servers
from schemas.personal import KEPT, Kept
from schemas.reference import Label
from services.governance.roles import GOVERNANCE
from services.notifications.holdings import INBOX, NotificationRetention
from services.notifications.roles import NOTIFICATIONS
from services.registry.advisors.models import Halt
from services.registry.advisors.repository import AdvisorRepository
from services.registry.retention.service import RegistryRetention
from services.registry.roles import REGISTRY
from services.webinars.retention.service import WebinarRetention
from services.webinars.roles import WEBINARS
from tests.integration.registry.imports.census import BRUT, Census
from tests.integration.webinars.conftest import Webinars
from tests.support.advisors import Known, list_advisor
from tests.support.harness import Installation, installed

NOW = datetime.now(UTC)  # noqa: TID251 - the services compare it with the real clock


RETENTION = "/api/v1/retention"
KEEPERS: tuple[type[RetentionService], ...] = (
    RegistryRetention,
    WebinarRetention,
    NotificationRetention,
)


@dataclass
class Old:
    it: Installation

    async def counts(self, *keepers: type[RetentionService]) -> dict[str, int]:
        kept = [self.keeper(one) for one in keepers]
        return _by_code([f for one in kept for f in await one.forecast()])

    async def apply(self, keeper: type[RetentionService]) -> dict[str, int]:
        return _by_code(await self.keeper(keeper).apply())

    async def look_ahead(self) -> None:
        for one in KEEPERS:
            await self.keeper(one).look_ahead()

    def at(self, now: datetime, documents: Collection) -> RetentionService:
        """Return one that looks at these documents, at this time."""
        built = self.it.platform
        messages = AgedOut(
            documents, kept=Kept.MESSAGE, title=Label(*INBOX), since="created_at"
        )
        return RetentionService(
            (messages,),
            due=built.due("notifications"),
            board=RetentionBoard(built.collection("identity", "retention")),
            clock=lambda: now,
        )

    async def spend_the_night(self, keeper: type[RetentionService]) -> None:
        await self.keeper(keeper).jobs["retention"]({})

    async def told(self) -> dict[str, Any]:
        """Return what the administration reads, by class."""
        admin = await self.it.client.sign_in("national_admin")
        told = (await admin.get(RETENTION)).json()
        return {one["code"]: one for one in told["classes"]}

    def keeper(self, keeper: type[RetentionService]) -> RetentionService:
        return cast("RetentionService", self.it.provided[keeper])

    async def left(self, *, days: int) -> Known:
        """Add an advisor who left so many days ago."""
        known = await list_advisor(self.it, status="left")
        advisors = cast("AdvisorRepository", self.it.provided[AdvisorRepository])
        at = NOW - timedelta(days=days)
        gone = known.advisor.model_copy(update={"halt": Halt(reason="Parti.", at=at)})
        await advisors.change(known.advisor, gone, at=at)
        return known


def _by_code(found: list[Forecast]) -> dict[str, int]:
    return {one.code: one.count for one in found}


def past(kept: Kept, *, more: int) -> datetime:
    return NOW - timedelta(days=(KEPT[kept].days or 0) + more)


@pytest.fixture
async def old(servers: Servers, namespace: str) -> AsyncIterator[Old]:
    services = (REGISTRY, WEBINARS, NOTIFICATIONS, GOVERNANCE)
    async with installed(servers, namespace, *services) as it:
        yield Old(it)


class TestDepartures:
    async def test_who_left_is_told_a_month_before_and_once(self, old: Old) -> None:
        gone = await old.left(days=1_070)
        await old.left(days=1_000)

        counted = await old.counts(RegistryRetention)
        first = await old.apply(RegistryRetention)
        second = await old.apply(RegistryRetention)

        assert counted["registry.advisors"] == first["registry.advisors"] == 1
        assert second["registry.advisors"] == 0
        erasures = old.it.platform.collection("registry", "erasures")
        waiting = await erasures.find_one({"_id": gone.card.id})
        assert waiting is not None
        assert waiting["state"] == "waiting"
        assert waiting["origin"] == "retention"
        assert waiting["due_at"] - NOW > timedelta(days=29)
        assert [one["type"].split(".")[-2] for one in waiting["pending"]] == [
            "erasure_planned"
        ]

    async def test_who_holds_another_role_stays(self, old: Old) -> None:
        gone = await old.left(days=2_000)
        admin = await old.it.client.sign_in("national_admin")
        person = {
            "first_name": "Nadia",
            "last_name": "Belkacem",
            "email": gone.card.email,
            "role": "member",
        }
        opened = await admin.post("/api/v1/people", json=person)
        assert opened.status_code == 201, opened.text

        assert (await old.counts(RegistryRetention))["registry.advisors"] == 0


class TestCensusFiles:
    async def test_an_old_file_goes_and_its_figures_stay(self, old: Old) -> None:
        census = Census(old.it)
        admin = await old.it.client.sign_in("national_admin")
        batch = await census.apply(admin, BRUT)
        imports = old.it.platform.collection("registry", "imports")
        assert (await old.counts(RegistryRetention))["registry.imports"] == 0
        at = past(Kept.CENSUS, more=1)
        await imports.update_many({}, {"$set": {"uploaded_at": at}})

        done = await old.apply(RegistryRetention)

        assert done["registry.imports"] == 1
        assert await census.stored("import_lines") == []
        assert await census.stored("census.chunks") == []
        kept = await census.get(admin, batch["id"])
        assert kept["outcome"] == batch["outcome"]
        gone = await admin.get(f"/api/v1/censuses/{batch['id']}/summary")
        assert gone.status_code == 409
        page = await admin.page(f"/recensement/{batch['id']}")
        assert page.status_code == 200


class TestSpeakers:
    async def test_a_webinar_of_long_ago_says_no_longer_who_spoke(
        self, old: Old
    ) -> None:
        webinars = Webinars(old.it)
        partner = await webinars.partner()
        past_one = await webinars.scheduled(partner)
        recent = await webinars.scheduled(partner, room="ampere", speakers=["Ada Min"])
        documents = old.it.platform.collection("webinars", "webinars")
        at = past(Kept.WEBINAR, more=1)
        named = {"title.fr": past_one["title"]["fr"], "speakers": "Camille Roussel"}
        await documents.update_many(named, {"$set": {"ends_at": at}})

        done = await old.apply(WebinarRetention)

        assert done["webinars.webinars"] == 1
        assert (await webinars.get(partner, past_one))["speakers"] == []
        assert (await webinars.get(partner, recent))["speakers"] == ["Ada Min"]


class TestMessages:
    async def test_old_messages_go_once_they_are_told(self, old: Old) -> None:
        inbox = old.it.platform.collection("notifications", "inbox")
        old_at, new_at = past(Kept.MESSAGE, more=1), NOW
        waiting = [{"id": "told later"}]
        for at, pending in ((old_at, []), (old_at, waiting), (new_at, [])):
            document: dict[str, Any] = {"created_at": at, "pending": pending}
            await inbox.insert_one({"_id": new_id(), **document})

        done = await old.apply(NotificationRetention)

        assert done["notifications.inbox"] == 1
        assert await inbox.count_documents({}) == 2


class TestPage:
    """SEC-08: the rules, a dry run of the coming night, and what the last one did."""

    async def test_the_coming_night_is_counted_by_every_service_and_changes_nothing(
        self, old: Old
    ) -> None:
        await old.left(days=1_070)
        inbox = old.it.platform.collection("notifications", "inbox")
        at = past(Kept.MESSAGE, more=1)
        await inbox.insert_many(
            [{"_id": new_id(), "created_at": at, "pending": []} for _ in range(3)]
        )
        admin = await old.it.client.sign_in("national_admin")

        await old.look_ahead()

        told = (await admin.get(RETENTION)).json()
        classes = {one["code"]: one for one in told["classes"]}
        counts = {code: one["coming"]["count"] for code, one in classes.items()}
        assert counts == {
            "notifications.emails": 0,
            "notifications.inbox": 3,
            "registry.advisors": 1,
            "registry.imports": 0,
            "webinars.webinars": 0,
        }
        assert all(one["past"] is None for one in classes.values())
        assert await inbox.count_documents({}) == 3
        assert {one["kept"] for one in told["rules"]} == set(Kept)

    async def test_what_ages_until_the_night_is_counted_already(self, old: Old) -> None:
        evening = datetime(2026, 6, 1, 20, tzinfo=UTC)
        night = datetime(2026, 6, 2, 2, tzinfo=UTC)
        inbox = old.it.platform.collection("notifications", "inbox")
        at = evening - timedelta(days=365) + timedelta(hours=1)
        await inbox.insert_one({"_id": new_id(), "created_at": at, "pending": []})
        keeper = old.at(evening, inbox)

        await keeper.look_ahead()

        [now_old] = await keeper.forecast()
        coming = (await old.told())["notifications.inbox"]["coming"]
        assert now_old.count == 0
        assert coming["count"] == 1
        assert datetime.fromisoformat(coming["night_at"]) == night
        assert datetime.fromisoformat(coming["before"]) == night - timedelta(days=365)

    async def test_the_last_night_is_told_with_its_counts(self, old: Old) -> None:
        inbox = old.it.platform.collection("notifications", "inbox")
        at = past(Kept.MESSAGE, more=1)
        await inbox.insert_one({"_id": new_id(), "created_at": at, "pending": []})
        admin = await old.it.client.sign_in("national_admin")

        await old.spend_the_night(NotificationRetention)

        told = await old.told()
        page = await admin.page("/conservation")
        assert told["notifications.inbox"]["past"]["count"] == 1
        assert told["notifications.emails"]["past"]["count"] == 0
        assert told["notifications.inbox"]["coming"]["count"] == 0
        assert told["webinars.webinars"]["past"] is None
        assert "Messages reçus dans l’application" in page.text
        assert "Prochain passage" in page.text

    async def test_the_page_says_every_rule_in_both_languages(self, old: Old) -> None:
        admin = await old.it.client.sign_in("national_admin")

        await old.it.platform.collection("identity", "retention").delete_many({})
        empty = await admin.page("/conservation")
        await old.look_ahead()
        english = await admin.page("/conservation", headers={"Cookie": "language=en"})

        assert "Rien n’a encore été compté" in empty.text
        assert "Coming night" in english.text
        for rule in KEPT.values():
            assert rule.what.fr.partition("’")[0] in empty.text
            assert rule.what.en.partition("’")[0] in english.text

    async def test_only_who_may_reads_it(self, old: Old) -> None:
        """SEC-01"""
        for role in ("operator", "centre_manager", "advisor", "partner", "member"):
            other = await old.it.client.sign_in(role)
            assert (await other.get(RETENTION)).status_code == 403
            assert (await other.page("/conservation")).status_code == 403
            assert 'href="/conservation"' not in (await other.page("/aujourdhui")).text
        admin = await old.it.client.sign_in("national_admin")
        assert 'href="/conservation"' in (await admin.page("/aujourdhui")).text


class TestNights:
    async def test_the_hourly_count_goes_on(self, old: Old) -> None:
        keeper = old.keeper(NotificationRetention)

        await keeper.jobs["retention.counting"]({})

        jobs = old.it.platform.collection("notifications", "due_jobs")
        job = await jobs.find_one({"_id": "retention.counting/hourly"})
        assert job is not None
        assert timedelta(minutes=55) < job["due_at"] - NOW < timedelta(minutes=90)
        assert (await old.told())["notifications.inbox"]["coming"]["count"] == 0

    async def test_each_service_has_a_night_planned(self, old: Old) -> None:
        for service in ("registry", "webinars", "notifications"):
            jobs = old.it.platform.collection(service, "due_jobs")
            job = await jobs.find_one({"_id": "retention/nightly"})
            assert job is not None
            assert timedelta(0) < job["due_at"] - NOW <= timedelta(days=1, minutes=5)
