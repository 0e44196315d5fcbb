"""SEC-03: a code is added to the password, counts once, and is asked of some roles."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from pydantic import SecretStr

from kit.platform import platform
from kit.running import application, migrate
from kit.running.serving import build_all
from maillage.embedded import Servers
from services.registry.accounts.rules import TRIES_PER_CODE
from services.registry.accounts.service import AccountService
from services.registry.roles import REGISTRY
from services.registry.second_factor.service import Factors
from tests.support.accounts import EMAIL, PASSWORD, enter, open_account
from tests.support.factors import AGAIN, FACTOR, added, code_of
from tests.support.harness import Client, Installation, _serving, settings_for

SESSIONS = "/api/v1/sessions"
BROWSER = {"Accept": "text/html"}


async def sign_in(it: Installation, **more: Any) -> Any:
    given = {"email": EMAIL, "password": PASSWORD, **more}
    answer = await it.client.post(SESSIONS, json=given)
    it.client.http.cookies.clear()
    return answer


class TestAdding:
    async def test_it_counts_once_a_code_is_shown_and_is_sealed(
        self, it: Installation
    ) -> None:
        """SEC-13: the store alone signs nobody in."""
        await open_account(it)
        own, other = await enter(it), await enter(it)
        begun = await own.post(FACTOR, json=AGAIN)
        key = begun.json()["key"]
        before = (await own.get(FACTOR)).json()

        confirmed = await own.post(
            f"{FACTOR}/confirmation", json={"code": code_of(key)}
        )

        codes = confirmed.json()["recovery_codes"]
        kept = await it.platform.collection("identity", "second_factors").find_one({})
        assert before["is_on"] is False
        assert (await own.get(FACTOR)).json()["recovery_codes_left"] == len(codes) == 10
        assert key not in str(kept)
        assert not any(code in str(kept) for code in codes)
        assert (await other.get("/api/v1/account")).status_code == 401

    async def test_a_wrong_password_or_code_adds_nothing(
        self, it: Installation
    ) -> None:
        await open_account(it)
        own = await enter(it)

        wrong = await own.post(FACTOR, json={"password": "une autre phrase"})
        await own.post(FACTOR, json=AGAIN)
        refused = await own.post(f"{FACTOR}/confirmation", json={"code": "000000"})

        assert (wrong.status_code, refused.status_code) == (422, 422)
        assert (await own.get(FACTOR)).json()["is_on"] is False
        assert (await sign_in(it)).status_code == 201

    async def test_the_pages_go_from_the_password_to_the_codes(
        self, it: Installation
    ) -> None:
        await open_account(it)
        own = await enter(it)

        begun = await own.post("/compte/second-facteur", data=AGAIN, headers=BROWSER)
        shown = await own.page(begun.headers["location"])
        key = _between(shown.text, "<code>", "</code>").replace(" ", "")
        done = await own.post(
            begun.headers["location"], data={"code": code_of(key)}, headers=BROWSER
        )

        assert "<svg" in shown.text
        assert done.status_code == 201
        assert done.text.count("<code>") == 10
        again = await own.page("/compte/second-facteur/ajout")
        assert again.status_code == 409


class TestSigningIn:
    async def test_a_code_is_wanted_and_counts_once(self, it: Installation) -> None:
        await open_account(it)
        key, _ = await added(await enter(it))
        code = code_of(key)

        wanted = await sign_in(it)
        right = await sign_in(it, code=code)
        again = await sign_in(it, code=code)

        assert wanted.status_code == 401
        assert wanted.json()["title"] == "Un code est demandé"
        assert (right.status_code, again.status_code) == (201, 401)

    async def test_a_recovery_code_does_as_well_once(self, it: Installation) -> None:
        await open_account(it)
        _, codes = await added(await enter(it))

        first = await sign_in(it, code=codes[3])
        again = await sign_in(it, code=codes[3])

        assert (first.status_code, again.status_code) == (201, 401)

    async def test_a_wrong_password_is_answered_as_without_a_second_factor(
        self, it: Installation
    ) -> None:
        await open_account(it)
        await added(await enter(it))

        answer = await sign_in(it, password=PASSWORD + "!", code="123456")

        assert answer.json()["title"] == "Adresse ou mot de passe incorrects"

    async def test_codes_are_not_guessed(self, it: Installation) -> None:
        await open_account(it)
        key, _ = await added(await enter(it))

        for _ in range(TRIES_PER_CODE):
            await sign_in(it, code="000000")
        answer = await sign_in(it, code=code_of(key))

        assert answer.status_code == 429

    async def test_the_page_asks_for_it_second_and_goes_on(
        self, it: Installation
    ) -> None:
        await open_account(it)
        key, _ = await added(await enter(it))
        form = {"email": EMAIL, "password": PASSWORD, "next": "/compte"}

        first = await it.client.post("/connexion", data=form, headers=BROWSER)
        page = await it.client.page(first.headers["location"])
        early = await it.client.page("/compte")
        wrong = await it.client.post(
            "/connexion/code",
            data={"code": "000000", "next": "/compte"},
            headers=BROWSER,
        )
        right = await it.client.post(
            "/connexion/code",
            data={"code": code_of(key), "next": "/compte"},
            headers=BROWSER,
        )

        assert first.headers["location"] == "/connexion/code?next=%2Fcompte"
        assert page.status_code == 200
        assert early.headers["location"] == "/connexion?next=/compte"
        assert wrong.status_code == 422
        assert 'id="f-code-e"' in wrong.text
        assert right.headers["location"] == "/compte"
        assert (await it.client.page("/compte")).status_code == 200

    async def test_a_mailed_link_does_not_go_round_it(self, it: Installation) -> None:
        opened = await open_account(it)
        await added(await enter(it))
        facts = {"account": str(opened.account_id), "n": 0}
        link = it.platform.links.sign("password", facts)

        answer = await it.client.post(
            f"/mot-de-passe/{link}",
            data={"password": "une phrase toute neuve"},
            headers=BROWSER,
        )

        assert answer.headers["location"].startswith("/connexion/code")
        early = await it.client.page("/compte")
        assert early.headers["location"] == "/connexion?next=/compte"


class TestKeeping:
    async def test_new_recovery_codes_replace_the_former(
        self, it: Installation
    ) -> None:
        await open_account(it)
        own = await enter(it)
        _, before = await added(own)

        renewed = await own.post(f"{FACTOR}/recovery-codes", json=AGAIN)

        codes = renewed.json()["recovery_codes"]
        assert (await sign_in(it, code=before[0])).status_code == 401
        assert (await sign_in(it, code=codes[0])).status_code == 201

    async def test_it_is_removed_by_who_shows_the_password(
        self, it: Installation
    ) -> None:
        await open_account(it)
        own = await enter(it)
        await added(own)

        refused = await own.post(f"{FACTOR}/removal", json={"password": "autre"})
        removed = await own.post(f"{FACTOR}/removal", json=AGAIN)

        assert (refused.status_code, removed.status_code) == (422, 204)
        assert (await sign_in(it)).status_code == 201

    async def test_a_password_guessed_within_a_session_is_counted_though_refused(
        self, it: Installation
    ) -> None:
        """SEC-12: neither an idempotency key nor another page takes a try back."""
        await open_account(it)
        own = await enter(it)
        wrong = {"current": "une autre phrase", "new": "une phrase toute neuve"}

        statuses = [
            (
                await own.ask(
                    "PUT",
                    "/api/v1/account/password",
                    json=wrong,
                    headers={"Idempotency-Key": f"guess-{number}"},
                )
            ).status_code
            for number in range(21)
        ]
        elsewhere = await own.post(FACTOR, json=AGAIN)

        assert statuses == [*[422] * 20, 429]
        assert elsewhere.status_code == 429

    async def test_seeds_are_sealed_anew_with_another_key(
        self, it: Installation, servers: Servers, namespace: str
    ) -> None:
        await open_account(it)
        key, _ = await added(await enter(it))
        ring = f"b:{base64.b64encode(bytes(32)).decode()}"
        settings = settings_for(servers, namespace).model_copy(
            update={"keys": SecretStr(ring)}
        )

        async with (
            platform(settings) as built,
            build_all(built, [REGISTRY]) as provided,
        ):
            await migrate(built, [REGISTRY], provided)
            kept = await built.collection("identity", "second_factors").find_one({})
            factors = cast("Factors", provided[Factors])
            assert kept is not None
            is_right = await factors.take(kept["_id"], code_of(key))

        assert kept["seed"].startswith("b:")
        assert is_right


@asynccontextmanager
async def large(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    """Install the registry as outside the embedded mode."""
    settings = settings_for(servers, namespace).model_copy(
        update={"mode": "server", "public_url": "https://maillage.test"}
    )
    async with platform(settings) as built, build_all(built, [REGISTRY]) as provided:
        await migrate(built, [REGISTRY], provided)
        app = application(built, [REGISTRY])
        async with _serving(app) as http:
            yield Installation(built, [REGISTRY], provided, app, Client(http, built))


class TestRequired:
    async def test_a_role_that_asks_for_it_sleeps_until_it_is_there(
        self, servers: Servers, namespace: str
    ) -> None:
        async with large(servers, namespace) as it:
            accounts = cast("AccountService", it.provided[AccountService])
            await accounts.open_first(EMAIL, SecretStr(PASSWORD))
            form = {"email": EMAIL, "password": PASSWORD}
            page = await it.client.post("/connexion", data=form, headers=BROWSER)
            it.client.http.cookies.clear()
            own = await enter(it)
            asleep = await own.get("/api/v1/partners")
            told = await own.page("/compte/second-facteur")

            await added(own)

            awake = await own.get("/api/v1/partners")
            kept = await own.post(f"{FACTOR}/removal", json=AGAIN)
            assert page.headers["location"] == "/compte/second-facteur"
            assert (asleep.status_code, awake.status_code) == (403, 200)
            assert "Votre rôle le demande" in told.text
            assert kept.status_code == 403


def _between(text: str, before: str, after: str) -> str:
    return text.partition(before)[2].partition(after)[0]
