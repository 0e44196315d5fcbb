"""Dates, rooms, publication and cancellation on a real MongoDB (WEB-02, 05, 06)."""

import asyncio
from datetime import timedelta

from kit.ids import new_id
from schemas.access import Role

from .conftest import Webinars, read, rejected, soon


class TestSchedule:
    async def test_without_a_decision_the_answer_says_which_is_missing(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        proposed = await webinars.propose(partner)

        answer = await webinars.schedule(partner, proposed)

        problem = read(answer, 409)
        number = proposed["private"]["dossier_number"]
        assert problem["facts"]["missing"] == "webinar.validate"
        assert number in problem["detail"]
        assert "comité des partenaires privés" in problem["detail"]
        assert (await webinars.get(partner, proposed))["version"] == 1

    async def test_a_rejected_proposal_names_the_decision(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        proposed = await webinars.propose(partner)
        await webinars.tell(rejected(proposed, number="CP-2026-040"))

        answer = await webinars.schedule(partner, await webinars.get(partner, proposed))

        assert "CP-2026-040" in read(answer, 409)["detail"]

    async def test_an_adopted_one_gets_its_date_in_utc(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        webinar = await webinars.decided(partner, duration_minutes=90)
        start = soon()

        body = read(await webinars.schedule(partner, webinar, starts_at=start), 200)

        assert body["state"] == "scheduled"
        assert body["starts_at"] == f"{start:%Y-%m-%dT%H:%M:%SZ}"
        assert body["ends_at"] == f"{start + timedelta(minutes=90):%Y-%m-%dT%H:%M:%SZ}"
        assert await webinars.events() == ["proposed", "validated", "scheduled"]

    async def test_the_form_takes_the_time_of_paris(self, webinars: Webinars) -> None:
        partner = await webinars.partner()
        webinar = await webinars.decided(partner)
        year = soon().year + 1
        form = {
            "version": webinar["version"],
            "starts_at": f"{year}-01-15T14:00",
            "room": "curie",
            "duration_minutes": "60",
            "speakers": "Camille Roussel",
        }

        answer = await partner.post(
            f"/webinaires/{webinar['id']}/programmation", data=form
        )

        assert answer.status_code == 303, answer.text
        scheduled = await webinars.get(partner, webinar)
        assert scheduled["starts_at"] == f"{year}-01-15T13:00:00Z"

    async def test_a_taken_room_names_ones_own_other_webinar(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        await webinars.scheduled(
            partner, title_fr="La première", speakers=["Ana Lopez"]
        )
        webinar = await webinars.decided(partner)

        answer = await webinars.schedule(
            partner, webinar, starts_at=soon() + timedelta(minutes=30)
        )

        problem = read(answer, 409)
        assert problem["facts"]["title"] == "La première"
        assert problem["errors"][0]["pointer"] == "#/room"

    async def test_what_another_has_not_published_is_not_named(
        self, webinars: Webinars
    ) -> None:
        """SEC-02: the room is taken, by what is nobody else's business yet."""
        partner, other = await webinars.partner(), await webinars.partner()
        await webinars.scheduled(
            partner, title_fr="La première", speakers=["Ana Lopez"]
        )
        webinar = await webinars.decided(other)

        answer = await webinars.schedule(other, webinar)

        problem = read(answer, 409)
        assert "La première" not in answer.text
        assert "title" not in problem["facts"]

    async def test_a_taken_speaker_is_known_without_accents_or_capitals(
        self, webinars: Webinars
    ) -> None:
        partner, other = await webinars.partner(), await webinars.partner()
        await webinars.scheduled(partner, speakers=["Anaïs Le-Goff"])
        webinar = await webinars.decided(other, speakers=["anais le goff"])

        answer = await webinars.schedule(other, webinar, room="curie")

        assert read(answer, 409)["type"] == "/problems/SpeakerBusy"

    async def test_a_room_is_free_again_right_after(self, webinars: Webinars) -> None:
        partner = await webinars.partner()
        await webinars.scheduled(partner)
        webinar = await webinars.decided(partner)

        answer = await webinars.schedule(partner, webinar, starts_at=soon(hours=1))

        assert read(answer, 200)["state"] == "scheduled"

    async def test_of_many_who_want_one_room_at_once_one_gets_it(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        wanted = [
            await webinars.decided(partner, speakers=[f"Personne {letter}"])
            for letter in "ABCDEF"
        ]

        answers = await asyncio.gather(
            *(webinars.schedule(partner, webinar) for webinar in wanted)
        )

        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [200, 409, 409, 409, 409, 409]

    async def test_moving_frees_the_old_time(self, webinars: Webinars) -> None:
        partner = await webinars.partner()
        first = await webinars.scheduled(partner, speakers=["Ana Lopez"])
        moved = await webinars.schedule(partner, first, starts_at=soon(days=40))
        second = await webinars.decided(partner)

        answer = await webinars.schedule(partner, second)

        assert (moved.status_code, answer.status_code) == (200, 200)

    async def test_a_past_date_a_small_room_and_an_unknown_one_are_refused(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        webinar = await webinars.decided(partner, seats_max=200)

        past = await webinars.schedule(
            partner, webinar, starts_at=soon(days=-1), room="pascal"
        )
        small = await webinars.schedule(partner, webinar, room="gutenberg")
        unknown = await webinars.schedule(partner, webinar, room="cave")

        statuses = [one.status_code for one in (past, small, unknown)]
        assert statuses == [422, 409, 422]
        assert past.json()["errors"][0]["pointer"] == "#/starts_at"

    async def test_a_stale_version_changes_nothing(self, webinars: Webinars) -> None:
        partner = await webinars.partner()
        webinar = await webinars.decided(partner)

        stale = await webinars.schedule(partner, webinar | {"version": 1})
        path = f"/api/v1/webinars/{webinar['id']}/schedule"
        none = await partner.post(
            path, json={"starts_at": soon().isoformat(), "room": "curie"}
        )

        assert (stale.status_code, none.status_code) == (412, 428)

    async def test_another_organisation_finds_nothing(self, webinars: Webinars) -> None:
        webinar = await webinars.decided(await webinars.partner())

        answer = await webinars.schedule(await webinars.partner(), webinar)

        assert answer.status_code == 404

    async def test_the_administration_may_set_the_date(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.decided(await webinars.partner())
        admin = await webinars.public.sign_in(Role.NATIONAL_ADMIN)

        answer = await webinars.schedule(admin, webinar)

        assert answer.status_code == 200, answer.text


class TestPublish:
    async def test_publishing_makes_it_public_and_tells_the_title(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()

        published = await webinars.published(partner)

        seen = await webinars.get(webinars.public, published)
        assert (seen["state"], seen["private"]) == ("open", None)
        stored = await webinars.platform.collection("webinars", "webinars").find_one({})
        assert stored is not None
        told = [event["data"] for event in stored["pending"]]
        assert [published["title"]["fr"] in data for data in told] == [
            False,
            False,
            False,
            True,
        ]
        assert "CP-2026-014" in told[-1]

    async def test_nothing_is_public_before(self, webinars: Webinars) -> None:
        scheduled = await webinars.scheduled(await webinars.partner())

        page = await webinars.public.page(f"/webinaires/{scheduled['id']}")
        listed = read(await webinars.public.get("/api/v1/webinars"), 200)

        assert page.status_code == 404
        assert listed["items"] == []

    async def test_publishing_without_a_date_or_twice_is_refused(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        undated = await webinars.decided(partner)
        published = await webinars.published(partner)

        answers = [
            await webinars.act(partner, one, "publication")
            for one in (undated, published)
        ]

        assert [answer.json()["type"] for answer in answers] == [
            "/problems/NotScheduled",
            "/problems/AlreadyPublished",
        ]


class TestCancel:
    async def test_a_cancelled_one_gives_its_room_back(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        first = await webinars.published(partner)
        cancelled = await webinars.act(partner, first, "cancellation")
        second = await webinars.decided(partner)

        answer = await webinars.schedule(partner, second)

        assert read(cancelled, 200)["state"] == "cancelled"
        assert answer.status_code == 200, answer.text

    async def test_a_cancelled_one_moves_no_more(self, webinars: Webinars) -> None:
        partner = await webinars.partner()
        first = await webinars.published(partner)
        cancelled = read(await webinars.act(partner, first, "cancellation"), 200)

        answers = [
            await webinars.schedule(partner, cancelled),
            await webinars.act(partner, cancelled, "publication"),
            await webinars.act(partner, cancelled, "cancellation"),
        ]

        assert [answer.status_code for answer in answers] == [409, 409, 409]

    async def test_a_proposal_before_the_committees_is_not_cancelled(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner(new_id())
        proposed = await webinars.propose(partner)

        answer = await webinars.act(partner, proposed, "cancellation")

        assert answer.status_code == 409
