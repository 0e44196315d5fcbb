"""SEC-03: an address changes once its reader confirms it, and the old one is told."""

from typing import Any, cast

from maillage.embedded import Servers
from services.registry.email_change.service import EmailChangeService
from services.registry.wiring_entrance import EntranceDue
from tests.support.accounts import (
    EMAIL,
    PASSWORD,
    Opened,
    enter,
    link_in,
    open_account,
    told_of_accounts,
)
from tests.support.harness import Client, Installation
from tests.support.posted import posted

NEW = "claire.v@exemple.org"
CHANGES = "/api/v1/account/email-changes"
BROWSER = {"Accept": "text/html"}


async def ask(own: Client, email: str = NEW, password: str = PASSWORD) -> Any:
    return await own.post(CHANGES, json={"email": email, "password": password})


def token(it: Installation, opened: Opened, *, n: int = 0, change: int = 1) -> str:
    """Sign the link that notifications would mail."""
    facts = {"account": str(opened.account_id), "n": n, "change": change}
    return it.platform.links.sign("email", facts)


async def confirm(it: Installation, link: str) -> Any:
    return await it.client.post(f"{CHANGES}/confirmation", json={"token": link})


class TestAsking:
    async def test_nothing_changes_until_it_is_confirmed_and_no_event_tells_an_address(
        self, it: Installation
    ) -> None:
        await open_account(it)
        own = await enter(it)

        answer = await ask(own)

        told = await told_of_accounts(it)
        assert answer.status_code == 202
        assert (await own.get("/api/v1/account")).json()["email"] == EMAIL
        assert told[-1]["type"].endswith("account.email_change_asked.v1")
        assert "exemple" not in str(told)

    async def test_the_password_is_asked_again(self, it: Installation) -> None:
        await open_account(it)
        own = await enter(it)

        answer = await ask(own, password=PASSWORD + "!")
        page = await own.post(
            "/compte/adresse",
            data={"email": NEW, "password": PASSWORD + "!"},
            headers=BROWSER,
        )

        assert (answer.status_code, page.status_code) == (422, 422)
        assert 'id="f-password-e"' in page.text
        assert len(await told_of_accounts(it)) == 1

    async def test_an_address_that_has_an_account_is_answered_alike(
        self, it: Installation
    ) -> None:
        await open_account(it)
        await open_account(it, email="nadia@exemple.fr")
        own = await enter(it)

        answers = [await ask(own, "nadia@exemple.fr"), await ask(own)]

        assert [one.status_code for one in answers] == [202, 202]
        assert answers[0].content == answers[1].content

    async def test_its_own_address_is_none_to_change_to(self, it: Installation) -> None:
        await open_account(it)

        answer = await ask(await enter(it), EMAIL.upper())

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/email"

    async def test_five_letters_an_hour_are_enough(self, it: Installation) -> None:
        await open_account(it)
        own = await enter(it)

        statuses = [
            (await ask(own, f"a{number}@exemple.org")).status_code
            for number in range(6)
        ]

        assert statuses == [*[202] * 5, 429]


class TestConfirming:
    async def test_the_new_address_signs_in_and_the_old_one_does_not(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        own = await enter(it)
        await ask(own)
        path = f"/compte/adresse/{token(it, opened)}"

        shown = await it.client.page(path)
        done = await it.client.post(path, headers=BROWSER)
        again = await it.client.post(path, headers=BROWSER)

        card = await it.platform.cards.find(opened.person_id)
        assert NEW in shown.text
        assert (done.status_code, again.status_code) == (200, 410)
        assert card is not None
        assert (card.email, card.new_email, card.former_email) == (NEW, None, EMAIL)
        assert card.former_emails == (EMAIL,)
        await enter(it, email=NEW)
        refused = await it.client.post(
            "/api/v1/sessions", json={"email": EMAIL, "password": PASSWORD}
        )
        assert refused.status_code == 401
        assert (await own.get("/api/v1/account")).status_code == 200

    async def test_a_later_link_or_another_password_ends_it(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        own = await enter(it)
        await ask(own, "une.autre@exemple.org")
        await ask(own)
        replaced = await confirm(it, token(it, opened, change=1))
        change = {"current": PASSWORD, "new": "une phrase toute neuve"}
        await own.ask("PUT", "/api/v1/account/password", json=change)

        dead = await confirm(it, token(it, opened, change=2))

        assert (replaced.status_code, dead.status_code) == (410, 410)

    async def test_a_link_to_a_password_mailed_before_is_dead(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        facts = {"account": str(opened.account_id), "n": 0}
        before = it.platform.links.sign("password", facts)
        await ask(await enter(it))

        await confirm(it, token(it, opened))

        assert (await it.client.page(f"/mot-de-passe/{before}")).status_code == 410

    async def test_an_address_that_has_an_account_is_refused_to_its_reader(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        await open_account(it, email="nadia@exemple.fr")
        await ask(await enter(it), "nadia@exemple.fr")

        answer = await confirm(it, token(it, opened))

        assert answer.status_code == 409
        await enter(it)

    async def test_the_old_address_is_forgotten_after_a_while(
        self, it: Installation
    ) -> None:
        opened = await open_account(it)
        await ask(await enter(it))
        await confirm(it, token(it, opened))
        due = it.platform.collection("registry", "entrance_jobs")
        job = await due.find_one({"kind": "email_change_over"})
        assert job is not None
        entrance = cast("EntranceDue", it.provided[EntranceDue])

        await entrance.table[job["kind"]](job["payload"])

        card = await it.platform.cards.find(opened.person_id)
        assert card is not None
        assert (card.email, card.former_email) == (NEW, None)
        assert EmailChangeService in it.provided


async def test_two_letters_go_out_one_to_each_address(
    servers: Servers, namespace: str
) -> None:
    async with posted(servers, namespace) as at_work:
        await open_account(at_work.it)
        await ask(await enter(at_work.it))

        notice = await at_work.letter("L’adresse de votre compte", to=EMAIL)
        letter = await at_work.letter("Confirmez votre nouvelle adresse", to=NEW)

        link = link_in(letter, "/compte/adresse")
        assert "/compte/adresse/" not in notice
        assert (await confirm(at_work.it, link)).status_code == 204
