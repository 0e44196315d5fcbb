"""NOT-03, NOT-08: preferences by API, by page and by the link of an e-mail."""

from uuid import UUID

import pytest

from kit.ids import new_id
from tests.integration.notifications.conftest import Notifications
from tests.support.notifications import advisor, told, webinar

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def link(notifications: Notifications, person_id: UUID) -> str:
    """Return the address in List-Unsubscribe of an e-mail to this person."""
    await notifications.add_cards(person_id)
    await notifications.advisors(told(advisor(person_id=person_id)))
    await notifications.webinars(told(webinar()))
    await notifications.deliver()
    (message,) = notifications.post.messages
    return (
        str(message["List-Unsubscribe"])
        .strip("<>")
        .removeprefix("http://maillage.test")
    )


class TestApi:
    async def test_who_never_chose_reads_the_defaults_at_version_0(
        self, notifications: Notifications
    ) -> None:
        client = await notifications.client.sign_in("advisor")

        answer = await client.get("/api/v1/preferences")

        assert answer.status_code == 200
        assert answer.headers["etag"] == '"v0"'
        assert answer.json()["muted"] == []

    async def test_a_choice_is_written_on_the_version_that_was_read(
        self, notifications: Notifications
    ) -> None:
        client = await notifications.client.sign_in("advisor")
        chosen = {"muted": ["webinars.email"]}

        first = await client.ask(
            "PUT", "/api/v1/preferences", json=chosen, headers={"If-Match": '"v0"'}
        )
        stale = await client.ask(
            "PUT",
            "/api/v1/preferences",
            json={"muted": []},
            headers={"If-Match": '"v0"'},
        )
        blind = await client.ask("PUT", "/api/v1/preferences", json=chosen)

        assert (first.status_code, first.headers["etag"]) == (200, '"v1"')
        assert (stale.status_code, blind.status_code) == (412, 428)
        assert (await client.get("/api/v1/preferences")).json()["muted"] == [
            "webinars.email"
        ]
        (stored,) = await notifications.documents("preferences")
        assert stored["pending"][0]["type"].endswith("preference.changed.v1")

    @pytest.mark.parametrize(
        "body",
        [
            {"muted": ["account.email"]},
            {"muted": ["weather.email"]},
            {"muted": "webinars.email"},
            {"muted": ["webinars.email"] * 9},
            {"unknown": 1},
        ],
    )
    async def test_what_cannot_be_chosen_is_refused_and_changes_nothing(
        self, notifications: Notifications, body: dict[str, object]
    ) -> None:
        client = await notifications.client.sign_in("advisor")

        answer = await client.ask(
            "PUT", "/api/v1/preferences", json=body, headers={"If-Match": '"v0"'}
        )

        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert await notifications.documents("preferences") == []

    async def test_nobody_signed_in_is_asked_to_sign_in(
        self, notifications: Notifications
    ) -> None:
        answer = await notifications.client.get("/api/v1/preferences")

        assert answer.status_code == 401


class TestPage:
    async def test_the_boxes_left_ticked_are_what_is_wanted(
        self, notifications: Notifications
    ) -> None:
        client = await notifications.client.sign_in("advisor")
        form = "version=0&wanted=webinars.inbox&wanted=committees.email&wanted=committees.inbox"

        answer = await client.post("/preferences", content=form, headers=FORM)

        shown = await client.page(answer.headers["location"])
        assert answer.status_code == 303
        assert "Vos choix sont enregistrés" in shown.text
        assert [
            one["muted"] for one in await notifications.documents("preferences")
        ] == [["webinars.email"]]

    async def test_a_wrong_form_is_shown_again(
        self, notifications: Notifications
    ) -> None:
        client = await notifications.client.sign_in("advisor")

        answer = await client.post("/preferences", content="version=x", headers=FORM)

        assert answer.status_code == 422


class TestOneClick:
    async def test_following_the_link_changes_nothing(
        self, notifications: Notifications
    ) -> None:
        path = await link(notifications, new_id())

        answer = await notifications.client.page(path)

        assert answer.status_code == 200
        assert "Rien ne change tant que vous n’avez pas appuyé" in answer.text
        assert await notifications.documents("preferences") == []

    async def test_a_mail_program_unsubscribes_by_one_post_without_cookie(
        self, notifications: Notifications
    ) -> None:
        person_id = new_id()
        path = await link(notifications, person_id)

        answers = [
            await notifications.client.post(
                path, content="List-Unsubscribe=One-Click", headers=FORM
            )
            for _ in range(2)
        ]
        await notifications.webinars(told(webinar()))
        await notifications.deliver()

        assert [one.status_code for one in answers] == [200, 200]
        assert len(notifications.post.messages) == 1
        entries = await notifications.documents("inbox")
        assert [one["person_id"] for one in entries] == [person_id] * 2

    async def test_what_was_refused_before_stays_refused(
        self, notifications: Notifications
    ) -> None:
        person_id = new_id()
        client = await notifications.client.sign_in("advisor", person_id=person_id)
        await client.ask(
            "PUT",
            "/api/v1/preferences",
            json={"muted": ["committees.email"]},
            headers={"If-Match": '"v0"'},
        )
        path = await link(notifications, person_id)

        await notifications.client.post(path)

        view = (await client.get("/api/v1/preferences")).json()
        assert view["muted"] == ["committees.email", "webinars.email"]

    @pytest.mark.parametrize("token", ["x", "a.b.c", "eyJwZXJzb24iOiIxIn0.Zz.zz"])
    async def test_a_forged_link_is_not_found(
        self, notifications: Notifications, token: str
    ) -> None:
        answer = await notifications.client.post(f"/desabonnement/{token}")

        assert answer.status_code == 404
