"""SEC-03: who lost telephone and codes is helped by an administrator, and told so."""

import json
from typing import Any
from uuid import UUID

import pytest

from kit.ids import new_id
from maillage.embedded import Servers
from tests.support.accounts import (
    EMAIL,
    PASSWORD,
    Opened,
    enter,
    open_account,
    told_of_accounts,
)
from tests.support.factors import FACTOR, added, code_of
from tests.support.harness import Client, Installation
from tests.support.posted import posted
from tests.support.trace import is_whole, traced

BROWSER = {"Accept": "text/html"}
REASON = "téléphone volé, codes perdus, rappelée à son bureau"
OTHERS = ("regional_referent", "centre_manager", "advisor", "partner", "operator")


async def take_away(by: Client, person_id: UUID, reason: str = REASON) -> Any:
    path = f"/api/v1/people/{person_id}/second-factor/removal"
    return await by.post(path, json={"reason": reason})


async def protected(it: Installation, **more: Any) -> tuple[Opened, Client, str]:
    """Open an account that has a second factor; return its session and its key."""
    opened = await open_account(it, **more)
    own = await enter(it, email=more.get("email", EMAIL))
    key, _ = await added(own)
    return opened, own, key


async def sign_in(it: Installation) -> int:
    given = {"email": EMAIL, "password": PASSWORD}
    answer = await it.client.post("/api/v1/sessions", json=given)
    it.client.http.cookies.clear()
    return answer.status_code


class TestTakingAway:
    async def test_the_password_is_enough_again_and_every_session_has_ended(
        self, it: Installation
    ) -> None:
        opened, own, key = await protected(it)
        answer = await it.client.post(
            "/api/v1/sessions",
            json={"email": EMAIL, "password": PASSWORD, "code": code_of(key)},
        )
        it.client.http.cookies.clear()
        other = {"Authorization": f"Bearer {answer.json()['token']}"}
        nation = await it.client.sign_in("national_admin")
        before = await sign_in(it)

        taken = await take_away(nation, opened.person_id)

        dead = await it.client.get("/api/v1/account", headers=other)
        assert (before, taken.status_code) == (401, 204)
        assert (await own.get("/api/v1/account")).status_code == 401
        assert dead.status_code == 401
        assert await sign_in(it) == 201

    async def test_the_person_reads_why_and_enrols_anew(self, it: Installation) -> None:
        opened, _, _ = await protected(it)
        nation = await it.client.sign_in("national_admin")
        await take_away(nation, opened.person_id)
        own = await enter(it)

        told = (await own.get(FACTOR)).json()
        page = await own.page("/compte/second-facteur")
        await added(own)

        assert told["is_on"] is False
        assert told["removal"]["reason"] == REASON
        assert REASON in page.text
        assert (await own.get(FACTOR)).json()["removal"] is None
        assert REASON not in (await own.page("/compte/second-facteur")).text
        assert await sign_in(it) == 401

    async def test_it_is_told_without_a_name_and_stands_in_the_trace(
        self, it: Installation
    ) -> None:
        """SEC-04: by whom, to whom, from where."""
        opened, _, _ = await protected(it)
        own_id = new_id()
        nation = await it.client.sign_in("national_admin", person_id=own_id)

        await take_away(nation, opened.person_id)

        told = await told_of_accounts(it)
        last = (await traced(it, opened.person_id))[-1]
        assert told[-1]["type"].endswith("account.second_factor_taken_away.v1")
        assert set(json.loads(told[-1]["data"])) == {
            "account_id",
            "person_id",
            "language",
            "is_active",
        }
        assert (last.access, last.actor_person_id) == ("write", own_id)
        assert last.role == "national_admin"
        assert last.route == "/api/v1/people/{person_id}/second-factor/removal"
        assert await is_whole(it)


class TestRefusals:
    async def test_nobody_but_the_national_administration_does_it(
        self, it: Installation
    ) -> None:
        """SEC-01"""
        opened, own, _ = await protected(it)

        for role in OTHERS:
            other = await it.client.sign_in(role)
            refused = await take_away(other, opened.person_id)
            page = await other.page(f"/comptes/{opened.person_id}")
            posted_ = await other.post(
                f"/comptes/{opened.person_id}/second-facteur/retrait",
                data={"reason": REASON},
                headers=BROWSER,
            )
            statuses = (refused.status_code, page.status_code, posted_.status_code)
            assert statuses == (403, 403, 403)
        assert (await own.get(FACTOR)).json()["is_on"] is True

    async def test_an_administrator_does_not_do_it_to_oneself(
        self, it: Installation
    ) -> None:
        opened, own, _ = await protected(it, role="national_admin", holder_id=None)
        path = f"/comptes/{opened.person_id}"

        refused = await take_away(own, opened.person_id)
        page = await own.page(path)
        posted_ = await own.post(
            f"{path}/second-facteur/retrait", data={"reason": REASON}, headers=BROWSER
        )

        assert (refused.status_code, posted_.status_code) == (403, 403)
        assert refused.json()["title"].startswith("On ne se retire pas")
        assert "C’est votre compte" in page.text
        assert "second-facteur/retrait" not in page.text
        assert (await own.get(FACTOR)).json()["is_on"] is True

    @pytest.mark.parametrize("reason", ["", "court", "sur\ndeux lignes, refusées"])
    async def test_a_reason_is_asked_in_a_line(
        self, it: Installation, reason: str
    ) -> None:
        opened, own, _ = await protected(it)
        nation = await it.client.sign_in("national_admin")

        refused = await take_away(nation, opened.person_id, reason)
        page = await nation.post(
            f"/comptes/{opened.person_id}/second-facteur/retrait",
            data={"reason": reason},
            headers=BROWSER,
        )

        assert (refused.status_code, page.status_code) == (422, 422)
        assert refused.json()["errors"][0]["pointer"] == "#/reason"
        assert 'id="f-reason-e"' in page.text
        assert (await own.get(FACTOR)).json()["is_on"] is True

    async def test_what_is_not_there_is_not_taken_away(self, it: Installation) -> None:
        opened = await open_account(it)
        nation = await it.client.sign_in("national_admin")

        none = await take_away(nation, opened.person_id)
        nobody = await take_away(nation, new_id())

        assert (none.status_code, nobody.status_code) == (409, 404)
        assert len(await told_of_accounts(it)) == 1


class TestPage:
    async def test_it_is_found_from_the_roles_and_does_it_with_a_reason(
        self, it: Installation
    ) -> None:
        opened, _, _ = await protected(it)
        nation = await it.client.sign_in("national_admin")
        path = f"/comptes/{opened.person_id}"

        listed = await nation.page("/roles")
        before = await nation.page(path)
        done = await nation.post(
            f"{path}/second-facteur/retrait", data={"reason": REASON}, headers=BROWSER
        )
        after = await nation.page(done.headers["location"])

        assert f'href="{path}"' in listed.text
        assert "En place depuis le" in before.text
        assert done.headers["location"] == f"{path}?done=removed"
        assert "Le second facteur est retiré." in after.text
        assert REASON in after.text
        assert "Pas de second facteur" in after.text

    async def test_a_person_without_an_account_has_none(self, it: Installation) -> None:
        nation = await it.client.sign_in("national_admin")

        assert (await nation.page(f"/comptes/{new_id()}")).status_code == 404
        assert (await nation.page("/comptes/personne")).status_code == 404


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("fr", "Votre second facteur a été retiré", "Vos sessions sont fermées."),
        ("en", "Your second factor was taken away", "Your sessions are closed."),
    ],
)
async def test_the_person_is_mailed_in_their_language(
    servers: Servers, namespace: str, language: str, subject: str, words: str
) -> None:
    async with posted(servers, namespace) as at_work:
        opened, _, _ = await protected(at_work.it, language=language)
        nation = await at_work.it.client.sign_in("national_admin")

        await take_away(nation, opened.person_id)

        letter = await at_work.letter(subject, to=EMAIL)
        assert words in letter
        assert "/compte/second-facteur" in letter
        assert REASON not in letter
