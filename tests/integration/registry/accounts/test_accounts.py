"""Accounts: letting in, signing in and out, on real servers."""

from typing import Any, cast
from uuid import UUID

from pydantic import SecretStr
from structlog.testing import capture_logs

from kit.ids import new_id
from services.registry.accounts.rules import TRIES_PER_EMAIL
from services.registry.accounts.service import AccountService
from tests.support.harness import Client, Installation

PASSWORD = "une phrase qui suffit"  # noqa: S105 - of nobody
EMAIL = "claire.vidal@exemple.fr"


async def opened(it: Installation, **more: Any) -> dict[str, str]:
    """Let someone in as the national administration does."""
    nation = await it.client.sign_in("national_admin")
    person = {
        "first_name": "Claire",
        "last_name": "Vidal",
        "email": EMAIL,
        "role": "operator",
        "password": PASSWORD,
    }
    answer = await nation.post("/api/v1/people", json=person | more)
    assert answer.status_code == 201, answer.text
    return cast("dict[str, str]", answer.json())


async def session(it: Installation, password: str = PASSWORD) -> Client:
    answer = await it.client.post(
        "/api/v1/sessions", json={"email": EMAIL, "password": password}
    )
    it.client.http.cookies.clear()
    token = answer.json()["token"]
    return Client(it.client.http, it.platform, {"Authorization": f"Bearer {token}"})


class TestOpening:
    async def test_writes_a_card_an_account_and_an_event_without_a_name(
        self, it: Installation
    ) -> None:
        ids = await opened(it)

        accounts = it.platform.collection("identity", "accounts")
        account = await accounts.find_one({"_id": UUID(ids["account_id"])})
        assert account is not None
        assert account["password_hash"].startswith("$argon2id$")
        assert account["pending"][0]["type"].endswith("account.opened.v1")
        assert "vidal" not in str(account["pending"]).lower()

    async def test_only_the_national_administration_lets_people_in(
        self, it: Installation
    ) -> None:
        manager = await it.client.sign_in("centre_manager", holder_id=new_id())

        answer = await manager.post("/api/v1/people", json={})

        assert answer.status_code in {403, 422}
        assert answer.status_code == 403 or "errors" in answer.json()

    async def test_an_address_opens_one_account(self, it: Installation) -> None:
        ids = await opened(it)
        nation = await it.client.sign_in("national_admin")
        again = {
            "first_name": "C.",
            "last_name": "V.",
            "email": EMAIL.upper(),
            "role": "operator",
        }

        answer = await nation.post("/api/v1/people", json=again)

        assert answer.status_code == 409
        assert answer.json()["facts"] == {"person_id": ids["person_id"]}

    async def test_a_centre_manager_without_a_centre_is_refused(
        self, it: Installation
    ) -> None:
        nation = await it.client.sign_in("national_admin")
        person = {
            "first_name": "Claire",
            "last_name": "Vidal",
            "email": EMAIL,
            "role": "centre_manager",
        }

        answer = await nation.post("/api/v1/people", json=person)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/holder_id"

    async def test_the_same_key_twice_opens_one_account(self, it: Installation) -> None:
        nation = await it.client.sign_in("national_admin")
        person = {
            "first_name": "Claire",
            "last_name": "Vidal",
            "email": EMAIL,
            "role": "operator",
        }
        key = {"Idempotency-Key": "once"}

        first = await nation.post("/api/v1/people", json=person, headers=key)
        again = await nation.post("/api/v1/people", json=person, headers=key)

        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()

    async def test_bad_input_names_each_field(self, it: Installation) -> None:
        nation = await it.client.sign_in("national_admin")
        person = {
            "first_name": "a\u0000b",
            "last_name": "x" * 101,
            "email": "nobody",
            "role": "king",
            "password": "court",
            "extra": 1,
        }

        answer = await nation.post("/api/v1/people", json=person)

        pointers = {error["pointer"] for error in answer.json()["errors"]}
        assert answer.status_code == 422
        assert pointers == {f"#/{name}" for name in person}

    async def test_a_role_added_holds_in_sessions_that_are_open(
        self, it: Installation
    ) -> None:
        ids = await opened(it)
        own = await session(it)
        nation = await it.client.sign_in("national_admin")

        answer = await nation.post(
            f"/api/v1/people/{ids['person_id']}/grants", json={"role": "national_admin"}
        )

        assert answer.status_code == 200
        assert (await own.get("/api/v1/partners")).status_code == 200

    async def test_the_first_administrator_is_opened_once(
        self, it: Installation
    ) -> None:
        accounts = cast("AccountService", it.provided[AccountService])

        first = await accounts.open_first(EMAIL, SecretStr(PASSWORD))
        second = await accounts.open_first("autre@exemple.fr", SecretStr(PASSWORD))

        assert first is not None
        assert second is None
        assert (await (await session(it)).get("/api/v1/partners")).status_code == 200


class TestLogging:
    async def test_each_try_is_in_the_log_by_ids_alone(self, it: Installation) -> None:
        ids = await opened(it)
        right = {"email": EMAIL, "password": PASSWORD}
        wrong = right | {"password": "une autre phrase"}
        nobody = wrong | {"email": "personne@exemple.fr"}

        with capture_logs() as told:
            for given in (right, wrong, nobody):
                await it.client.post("/api/v1/sessions", json=given)
                it.client.http.cookies.clear()

        tries = [one for one in told if one["event"].startswith("sign_in.")]
        assert [(one["event"], one["account_id"]) for one in tries] == [
            ("sign_in.opened", ids["account_id"]),
            ("sign_in.refused", ids["account_id"]),
            ("sign_in.refused", None),
        ]
        assert tries[1]["factor"] == "password"
        assert "exemple.fr" not in str(told)

    async def test_who_tries_too_often_is_in_it_too(self, it: Installation) -> None:
        await opened(it)
        wrong = {"email": EMAIL, "password": "une autre phrase"}

        with capture_logs() as told:
            for _ in range(TRIES_PER_EMAIL + 1):
                await it.client.post("/api/v1/sessions", json=wrong)

        stopped = [one for one in told if one["event"] == "sign_in.stopped"]
        assert [one["budget"] for one in stopped] == ["email"]


class TestSigningIn:
    async def test_gives_a_token_and_a_cookie_for_this_site_alone(
        self, it: Installation
    ) -> None:
        await opened(it)

        answer = await it.client.post(
            "/api/v1/sessions", json={"email": EMAIL.upper(), "password": PASSWORD}
        )

        cookie = answer.headers["set-cookie"]
        assert answer.status_code == 201
        assert answer.json()["token"] in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie

    async def test_says_the_same_of_a_wrong_password_and_of_nobody(
        self, it: Installation
    ) -> None:
        await opened(it)
        wrong = {"email": EMAIL, "password": "une autre phrase"}
        nobody = {"email": "personne@exemple.fr", "password": PASSWORD}

        answers = [
            await it.client.post("/api/v1/sessions", json=given)
            for given in (wrong, nobody)
        ]

        told = [
            {name: one.json()[name] for name in ("title", "detail", "status")}
            for one in answers
        ]
        assert told[0] == told[1]
        assert told[0]["status"] == 401

    async def test_too_many_tries_wait(self, it: Installation) -> None:
        await opened(it)
        wrong = {"email": EMAIL, "password": "une autre phrase"}
        for _ in range(TRIES_PER_EMAIL):
            await it.client.post("/api/v1/sessions", json=wrong)

        answer = await it.client.post(
            "/api/v1/sessions", json={"email": EMAIL, "password": PASSWORD}
        )

        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 900

    async def test_the_page_leads_on_and_never_off_this_site(
        self, it: Installation
    ) -> None:
        await opened(it)
        form = {"email": EMAIL, "password": PASSWORD}
        browser = {"Accept": "text/html"}

        inside = await it.client.post(
            "/connexion", data=form | {"next": "/conseillers"}, headers=browser
        )
        outside = await it.client.post(
            "/connexion", data=form | {"next": "//ailleurs.example"}, headers=browser
        )

        assert inside.headers["location"] == "/conseillers"
        assert outside.headers["location"] == "/"

    async def test_the_page_shows_the_refusal_and_no_password(
        self, it: Installation
    ) -> None:
        page = await it.client.post(
            "/connexion",
            data={"email": EMAIL, "password": "une autre phrase"},
            headers={"Accept": "text/html"},
        )

        assert page.status_code == 422
        assert "ne vont pas ensemble" in page.text
        assert EMAIL in page.text
        assert "une autre phrase" not in page.text

    async def test_signing_out_ends_the_session(self, it: Installation) -> None:
        await opened(it)
        own = await session(it)

        left = await own.ask("DELETE", "/api/v1/sessions/current")

        assert left.status_code == 204
        assert (await own.get("/api/v1/account")).status_code == 401


class TestOwnAccount:
    async def test_shows_the_person_their_roles(self, it: Installation) -> None:
        await opened(it)
        own = await session(it)

        answer = await own.get("/api/v1/account")
        page = await own.page("/compte")

        assert answer.json()["email"] == EMAIL
        assert answer.headers["etag"] == '"v1"'
        assert "Claire Vidal" in page.text
        assert "Exploitation" in page.text

    async def test_another_language_is_kept_and_told(self, it: Installation) -> None:
        await opened(it)
        own = await session(it)
        read = {"If-Match": '"v1"'}

        changed = await own.ask(
            "PATCH", "/api/v1/account", headers=read, json={"language": "en"}
        )
        stale = await own.ask(
            "PATCH", "/api/v1/account", headers=read, json={"language": "fr"}
        )

        account = await it.platform.collection("identity", "accounts").find_one({})
        assert account is not None
        assert changed.json()["language"] == "en"
        assert stale.status_code == 412
        assert account["pending"][-1]["type"].endswith("language_changed.v1")
        assert "My account" in (await own.page("/compte")).text

    async def test_a_new_password_ends_the_other_sessions(
        self, it: Installation
    ) -> None:
        await opened(it)
        own, other = await session(it), await session(it)

        answer = await own.ask(
            "PUT",
            "/api/v1/account/password",
            json={"current": PASSWORD, "new": "une phrase toute neuve"},
        )

        assert answer.status_code == 204
        assert (await own.get("/api/v1/account")).status_code == 200
        assert (await other.get("/api/v1/account")).status_code == 401
        again = await session(it, "une phrase toute neuve")
        assert (await again.get("/api/v1/account")).status_code == 200

    async def test_a_wrong_current_password_is_shown_at_its_field(
        self, it: Installation
    ) -> None:
        await opened(it)
        own = await session(it)
        form = {"current": "une autre phrase", "new": "une phrase toute neuve"}

        page = await own.post(
            "/compte/mot-de-passe", data=form, headers={"Accept": "text/html"}
        )

        assert page.status_code == 422
        assert 'id="f-current-e"' in page.text


class TestGuessing:
    async def test_the_owner_gets_in_from_a_known_device_while_strangers_guess(
        self, it: Installation
    ) -> None:
        """SEC-12: a device has tries of its own."""
        await opened(it)
        given = {"email": EMAIL, "password": PASSWORD}
        first = await it.client.post("/api/v1/sessions", json=given)
        device = {"Cookie": f"maillage_device={first.cookies['maillage_device']}"}
        it.client.http.cookies.clear()
        wrong = {"email": EMAIL, "password": "une autre phrase"}
        for _ in range(TRIES_PER_EMAIL + 1):
            await it.client.post("/api/v1/sessions", json=wrong)

        stranger = await it.client.post("/api/v1/sessions", json=given)
        owner = await it.client.post("/api/v1/sessions", json=given, headers=device)

        assert (stranger.status_code, owner.status_code) == (429, 201)

    async def test_a_device_known_to_another_account_is_a_stranger_here(
        self, it: Installation
    ) -> None:
        await opened(it)
        await opened(it, email="nadia@exemple.fr")
        other = {"email": "nadia@exemple.fr", "password": PASSWORD}
        first = await it.client.post("/api/v1/sessions", json=other)
        device = {"Cookie": f"maillage_device={first.cookies['maillage_device']}"}
        it.client.http.cookies.clear()
        wrong = {"email": EMAIL, "password": "une autre phrase"}

        statuses = [
            (
                await it.client.post("/api/v1/sessions", json=wrong, headers=device)
            ).status_code
            for _ in range(TRIES_PER_EMAIL + 1)
        ]

        assert statuses == [*[401] * TRIES_PER_EMAIL, 429]

    async def test_signing_in_spends_no_try(self, it: Installation) -> None:
        await opened(it)

        for _ in range(TRIES_PER_EMAIL + 2):
            await session(it)
