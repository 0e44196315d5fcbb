"""SEC-12, SEC-03: a password is chosen by a mailed link, once, for whom it was sent."""

from typing import Any, cast

import pytest

from services.registry.dormancy import service as dormancy
from services.registry.recovery.rules import LINKS_PER_EMAIL
from services.registry.wiring_entrance import EntranceDue
from tests.support.accounts import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    Opened,
    enter,
    open_account,
    told_of_accounts,
)
from tests.support.harness import Installation

LINKS = "/api/v1/account/password-links"
USE = f"{LINKS}/use"
BROWSER = {"Accept": "text/html"}


def token(
    it: Installation, opened: Opened, n: int = 0, purpose: str = "password"
) -> str:
    """Sign the link that notifications would mail."""
    facts = {"account": str(opened.account_id), "n": n}
    return it.platform.links.sign(purpose, facts)


async def ask(it: Installation, email: str = EMAIL) -> Any:
    return await it.client.post(LINKS, json={"email": email})


async def due(it: Installation) -> list[dict[str, Any]]:
    """Read the links to send; the nights of dormancy are planned beside them."""
    jobs = it.platform.collection("registry", "entrance_jobs")
    found = jobs.find({"kind": {"$ne": dormancy.JOB}})
    return [one async for one in found]


async def work(it: Installation) -> None:
    """Do what is due, as the worker does."""
    entrance = cast("EntranceDue", it.provided[EntranceDue])
    for job in await due(it):
        await entrance.table[job["kind"]](job["payload"])


class TestAsking:
    async def test_a_known_and_an_unknown_address_are_answered_alike_and_do_the_same(
        self, it: Installation
    ) -> None:
        await open_account(it)

        answers = [await ask(it), await ask(it, "personne@exemple.fr")]

        assert [answer.status_code for answer in answers] == [202, 202]
        assert answers[0].content == answers[1].content
        jobs = await due(it)
        assert [set(job) for job in jobs] == [set(jobs[0])] * 2

    async def test_a_worker_tells_it_of_the_known_one_alone_without_the_address(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        await ask(it)
        await ask(it, "personne@exemple.fr")

        await work(it)

        told = await told_of_accounts(it)
        assert [one["type"].rpartition("account.")[2] for one in told] == [
            "opened.v1",
            "password_link_asked.v1",
        ]
        assert str(opened.account_id) in told[-1]["data"]
        assert "exemple.fr" not in str(told)
        assert "exemple.fr" not in str(await due(it))

    async def test_the_page_says_the_same_too(self, it: Installation) -> None:
        await open_account(it)

        answers = [
            await it.client.post("/mot-de-passe", data={"email": one}, headers=BROWSER)
            for one in (EMAIL, "personne@exemple.fr")
        ]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0].headers["location"] == answers[1].headers["location"]
        page = await it.client.page(answers[0].headers["location"])
        assert "Si un compte existe à cette adresse" in page.text

    async def test_a_letter_box_is_not_filled_by_asking_again_and_again(
        self, it: Installation
    ) -> None:
        await open_account(it)

        for _ in range(LINKS_PER_EMAIL + 3):
            assert (await ask(it)).status_code == 202

        (job,) = await due(it)
        assert job["planned"] == LINKS_PER_EMAIL

    async def test_what_is_no_address_is_shown_at_its_field(
        self, it: Installation
    ) -> None:
        page = await it.client.post(
            "/mot-de-passe", data={"email": "claire"}, headers=BROWSER
        )

        assert page.status_code == 422
        assert 'id="f-email-e"' in page.text


class TestChoosing:
    async def test_the_new_password_is_good_the_old_one_and_its_sessions_are_not(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        before = await enter(it)
        chosen = {"token": token(it, opened), "password": OTHER_PASSWORD}

        answer = await it.client.post(USE, json=chosen)

        assert answer.status_code == 204
        assert (await before.get("/api/v1/account")).status_code == 401
        after = await enter(it, OTHER_PASSWORD)
        assert (await after.get("/api/v1/account")).status_code == 200
        wrong = {"email": EMAIL, "password": PASSWORD}
        refused = await it.client.post("/api/v1/sessions", json=wrong)
        assert refused.status_code == 401

    async def test_a_link_serves_once(self, it: Installation) -> None:
        opened = await open_account(it)
        chosen = {"token": token(it, opened), "password": OTHER_PASSWORD}

        first = await it.client.post(USE, json=chosen)
        again = await it.client.post(USE, json=chosen)
        page = await it.client.page(f"/mot-de-passe/{chosen['token']}")

        assert (first.status_code, again.status_code) == (204, 410)
        assert page.status_code == 410
        assert "Ce lien a déjà servi" in page.text

    async def test_a_link_dies_when_the_password_changes_otherwise(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        link = token(it, opened)
        own = await enter(it)
        change = {"current": PASSWORD, "new": OTHER_PASSWORD}
        await own.ask("PUT", "/api/v1/account/password", json=change)

        answer = await it.client.post(
            USE, json={"token": link, "password": "encore une autre phrase"}
        )

        assert answer.status_code == 410

    async def test_the_page_lets_in_whoever_has_chosen(self, it: Installation) -> None:
        opened = await open_account(it)
        path = f"/mot-de-passe/{token(it, opened)}"

        shown = await it.client.page(path)
        answer = await it.client.post(
            path, data={"password": OTHER_PASSWORD}, headers=BROWSER
        )

        assert shown.status_code == 200
        assert EMAIL in shown.text
        assert answer.headers["location"] == "/aujourdhui"
        assert (await it.client.page("/compte")).status_code == 200

    async def test_reading_the_page_changes_nothing(self, it: Installation) -> None:
        opened = await open_account(it)
        path = f"/mot-de-passe/{token(it, opened)}"

        await it.client.page(path)
        await it.client.page(path)

        await enter(it)

    async def test_a_short_password_is_shown_at_its_field(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)

        page = await it.client.post(
            f"/mot-de-passe/{token(it, opened)}",
            data={"password": "court"},
            headers=BROWSER,
        )

        assert page.status_code == 422
        assert 'id="f-password-e"' in page.text

    @pytest.mark.parametrize("purpose", ["activation", "invitation", "unsubscribe"])
    async def test_a_link_of_another_purpose_is_none(
        self, it: Installation, purpose: str
    ) -> None:
        opened = await open_account(it)
        link = token(it, opened, purpose=purpose)

        answer = await it.client.post(
            USE, json={"token": link, "password": OTHER_PASSWORD}
        )

        assert answer.status_code == 404

    async def test_a_link_that_names_nothing_is_none(self, it: Installation) -> None:
        empty = it.platform.links.sign("password", {})
        nobody = it.platform.links.sign(
            "password", {"account": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11", "n": 0}
        )

        answers = [
            await it.client.post(USE, json={"token": one, "password": OTHER_PASSWORD})
            for one in (empty, nobody)
        ]

        assert [answer.status_code for answer in answers] == [404, 404]


class TestActivating:
    async def test_who_is_given_no_password_is_invited_and_chooses_one(
        self, it: Installation
    ) -> None:
        opened = await open_account(it, password=None)
        told = await told_of_accounts(it)
        path = f"/activation/{token(it, opened, purpose='activation')}"

        shown = await it.client.page(path)
        answer = await it.client.post(
            path, data={"password": PASSWORD}, headers=BROWSER
        )

        assert [one["type"].rpartition("account.")[2] for one in told] == [
            "opened.v1",
            "invited.v1",
        ]
        assert "Activer votre compte" in shown.text
        assert answer.headers["location"] == "/aujourdhui"
        await enter(it)

    async def test_the_administration_sends_it_again_until_there_is_a_password(
        self, it: Installation
    ) -> None:
        opened = await open_account(it, password=None)
        nation = await it.client.sign_in("national_admin")
        again = f"/api/v1/people/{opened.person_id}/invitation"

        sent = await nation.post(again)
        link = token(it, opened, purpose="activation")
        used = {"token": link, "password": PASSWORD, "purpose": "activation"}
        await it.client.post(USE, json=used)
        refused = await nation.post(again)

        types = [one["type"] for one in await told_of_accounts(it)]
        assert (sent.status_code, refused.status_code) == (200, 409)
        assert types[-1].endswith("account.invited.v1")

    async def test_nobody_else_may_send_it(self, it: Installation) -> None:
        opened = await open_account(it, password=None)
        own = await it.client.sign_in("operator")

        answer = await own.post(f"/api/v1/people/{opened.person_id}/invitation")

        assert answer.status_code == 403
