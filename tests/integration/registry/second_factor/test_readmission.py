"""SEC-03: the only administrator lost everything, and is let in from the machine."""

import pytest

from maillage.command.words import terminal_texts
from tests.support.accounts import (
    EMAIL,
    PASSWORD,
    enter,
    open_account,
    told_of_accounts,
)
from tests.support.commands import found_by_commands, typed
from tests.support.factors import FACTOR, added
from tests.support.harness import Client, Installation
from tests.support.trace import is_whole, traced

REASON = "téléphone et codes perdus, identité vérifiée au siège"
ASKED = ("readmit", EMAIL, "--reason", REASON)


@pytest.fixture(autouse=True)
def installation(it: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_commands(it, monkeypatch)


async def protected(it: Installation) -> Client:
    await open_account(it)
    own = await enter(it)
    await added(own)
    return own


async def sign_in(it: Installation, password: str = PASSWORD) -> int:
    given = {"email": EMAIL, "password": password}
    answer = await it.client.post("/api/v1/sessions", json=given)
    it.client.http.cookies.clear()
    return answer.status_code


async def test_the_second_factor_goes_sessions_end_and_a_link_is_mailed(
    it: Installation,
) -> None:
    own = await protected(it)
    assert await sign_in(it) == 401

    answer = await typed(*ASKED)

    types = [one["type"] for one in await told_of_accounts(it)]
    assert answer.exit_code == 0, answer.output
    assert "Le second facteur est retiré." in answer.output
    assert "e-mail" in answer.output
    assert "/mot-de-passe/" not in answer.output
    assert types[-2].endswith("account.second_factor_taken_away.v1")
    assert types[-1].endswith("account.password_link_asked.v1")
    assert (await own.get("/api/v1/account")).status_code == 401
    assert await sign_in(it) == 201
    again = await enter(it)
    assert (await again.get(FACTOR)).json()["removal"]["reason"] == REASON


async def test_a_link_that_is_shown_chooses_a_password_and_none_is_mailed(
    it: Installation,
) -> None:
    await protected(it)

    answer = await typed(*ASKED, "--show-link")

    token = answer.output.partition("/mot-de-passe/")[2].split()[0]
    new = "une phrase toute neuve"
    chosen = await it.client.post(
        "/api/v1/account/password-links/use", json={"token": token, "password": new}
    )
    types = [one["type"] for one in await told_of_accounts(it)]
    assert chosen.status_code == 204, chosen.text
    assert not any(one.endswith("password_link_asked.v1") for one in types)
    assert await sign_in(it, new) == 201
    assert await sign_in(it) == 401


async def test_it_stands_in_the_trace_as_done_at_the_machine(it: Installation) -> None:
    """SEC-04"""
    opened = await open_account(it)
    await added(await enter(it))

    await typed(*ASKED)

    last = (await traced(it, opened.person_id))[-1]
    assert (last.access, last.actor, last.actor_person_id) == ("write", "machine", None)
    assert last.route == "maillage readmit"
    assert await is_whole(it)


async def test_who_has_no_second_factor_is_helped_as_well(it: Installation) -> None:
    await open_account(it)

    answer = await typed(*ASKED)

    types = [one["type"] for one in await told_of_accounts(it)]
    assert answer.exit_code == 0, answer.output
    assert "second facteur" not in answer.output
    assert types[-1].endswith("account.password_link_asked.v1")
    assert not any("taken_away" in one for one in types)


async def test_it_answers_in_the_reader_s_language(
    it: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    terminal_texts.cache_clear()
    await protected(it)

    done = await typed(*ASKED)
    absent = await typed("readmit", "nobody@example.org", "--reason", REASON)
    terminal_texts.cache_clear()

    assert "The second factor is removed." in done.output
    assert "No open account has the address nobody@example.org" in absent.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("readmit", "personne@exemple.org", "--reason", REASON), "personne@exemple"),
        (("readmit", EMAIL, "--reason", "court"), "reason : 10 signes au moins"),
        (("readmit", "adresse", "--reason", REASON), "email : Une adresse entière"),
    ],
)
async def test_what_is_wrong_is_named_and_changes_nothing(
    it: Installation, words: tuple[str, ...], said: str
) -> None:
    own = await protected(it)
    before = await told_of_accounts(it)

    answer = await typed(*words)

    assert answer.exit_code == 1
    assert said in answer.output
    assert await told_of_accounts(it) == before
    assert (await own.get("/api/v1/account")).status_code == 200
