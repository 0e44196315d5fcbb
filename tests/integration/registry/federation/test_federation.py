"""Signing in by a provider, on real servers, beside a genuine provider (SEC-03)."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from kit.ids import new_id
from tests.integration.registry.accounts.test_accounts import opened
from tests.support.accounts import told_of_accounts
from tests.support.harness import Installation
from tests.support.identity import Person, signed, signing_key
from tests.support.trace import is_whole, traced

from .conftest import Visitor

CLAIRE = Person()


async def close_account(it: Installation, account_id: str) -> None:
    await it.platform.collection("identity", "accounts").update_one(
        {"_id": UUID(account_id)}, {"$set": {"is_active": False}}
    )


class TestDeparting:
    async def test_asks_as_proconnect_wants_to_be_asked(self, visitor: Visitor) -> None:
        url, _ = await visitor.depart()

        asked = {name: one[0] for name, one in parse_qs(urlsplit(url).query).items()}
        assert url.startswith(f"{visitor.provider.issuer}/authorize?")
        assert len(asked["state"]) >= 32
        assert len(asked["nonce"]) >= 32
        assert asked["code_challenge_method"] == "S256"
        assert asked["acr_values"] == "eidas1"
        assert asked["scope"] == "openid email"

    async def test_keeps_a_cookie_that_no_script_reads_and_soon_ends(
        self, visitor: Visitor
    ) -> None:
        answer = await visitor.it.client.page("/connexion/federee")

        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Max-Age=600" in cookie
        assert "Path=/;" in cookie, "a __Host- cookie is of the whole host"

    async def test_the_page_of_sign_in_shows_the_button(self, visitor: Visitor) -> None:
        page = await visitor.it.client.page("/connexion?next=/charte")

        assert "Se connecter avec ProConnect" in page.text
        assert "/connexion/federee?next=/charte" in page.text

    async def test_without_a_provider_there_is_no_button_and_no_page(
        self, it: Installation
    ) -> None:
        page = await it.client.page("/connexion")
        absent = await it.client.page("/connexion/federee")
        back = await it.client.page("/connexion/federee/retour?code=a&state=b")

        assert "/connexion/federee" not in page.text
        assert (absent.status_code, back.status_code) == (404, 404)


class TestArriving:
    async def test_a_verified_address_opens_the_account_that_has_it(
        self, visitor: Visitor
    ) -> None:
        ids = await opened(visitor.it)

        answer = await visitor.sign_in()

        account = await visitor.holding(answer).get("/api/v1/account")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/compte"
        assert account.json()["account_id"] == ids["account_id"]
        assert [one["role"] for one in account.json()["grants"]] == ["operator"]

    async def test_once_linked_the_sub_counts_and_the_address_no_more(
        self, visitor: Visitor
    ) -> None:
        ids = await opened(visitor.it)
        await visitor.sign_in()
        moved = Person(email="claire@ailleurs.example", email_verified=False)

        answer = await visitor.sign_in(moved)

        account = await visitor.holding(answer).get("/api/v1/account")
        assert account.json()["account_id"] == ids["account_id"]

    async def test_another_person_with_the_same_address_enters_nowhere(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)
        await visitor.sign_in()

        answer = await visitor.sign_in(Person(sub="agent-0002"))

        assert answer.status_code == 403
        assert "déjà relié" in answer.text

    @pytest.mark.parametrize("verified", [None, False, "true", 1])
    async def test_an_address_that_is_not_verified_opens_nothing(
        self, visitor: Visitor, verified: Any
    ) -> None:
        await opened(visitor.it)

        answer = await visitor.sign_in(Person(email_verified=verified))

        assert answer.status_code == 403
        assert "vérifiée" in answer.text

    async def test_an_unknown_person_gets_a_page_and_no_account(
        self, visitor: Visitor
    ) -> None:
        answer = await visitor.sign_in(Person(email="inconnue@exemple.fr"))

        accounts = visitor.it.platform.collection("identity", "accounts")
        assert answer.status_code == 403
        assert "Aucun compte" in answer.text
        assert await accounts.count_documents({}) == 0

    async def test_a_closed_account_stays_closed(self, visitor: Visitor) -> None:
        ids = await opened(visitor.it)
        await visitor.sign_in()
        await close_account(visitor.it, ids["account_id"])

        answer = await visitor.sign_in()

        assert answer.status_code == 403
        assert "fermé" in answer.text

    async def test_leads_never_off_this_site(self, visitor: Visitor) -> None:
        await opened(visitor.it)
        url, cookie = await visitor.depart("//ailleurs.example")

        answer = await visitor.arrive(visitor.provider.agree(url), cookie)

        assert answer.headers["location"] == "/"

    async def test_a_key_that_the_provider_has_just_begun_to_use_is_learnt(
        self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await opened(visitor.it)
        await visitor.sign_in()
        fresh = signing_key("fresh")
        visitor.provider.keys.append(fresh)
        visitor.provider.id_token = lambda claims: signed(claims, fresh)
        path = "services.registry.federation.provider.knowing.PAUSE_SECONDS"
        monkeypatch.setattr(path, 0.0)

        answer = await visitor.sign_in()

        assert answer.status_code == 303
        assert visitor.provider.asked.count("jwks") == 2

    async def test_what_is_known_of_the_provider_is_asked_once(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)

        for _ in range(3):
            await visitor.sign_in()

        assert visitor.provider.asked.count("openid-configuration") == 1
        assert visitor.provider.asked.count("jwks") == 1


class TestRefusing:
    async def test_a_reply_without_the_cookie_of_its_browser(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)
        url, _ = await visitor.depart()
        _, another = await visitor.depart()
        back = visitor.provider.agree(url)

        without = await visitor.arrive(back, None)
        swapped = await visitor.arrive(back, another)
        forged = await visitor.arrive(back, f"{another}x")

        answers = (without, swapped, forged)
        assert [one.status_code for one in answers] == [400, 400, 400]
        assert all("interrompue" in one.text for one in answers)
        assert visitor.provider.asked.count("token") == 0

    async def test_a_reply_that_comes_twice(self, visitor: Visitor) -> None:
        await opened(visitor.it)
        url, cookie = await visitor.depart()
        back = visitor.provider.agree(url)

        first = await visitor.arrive(back, cookie)
        again = await visitor.arrive(back, cookie)

        assert (first.status_code, again.status_code) == (303, 400)

    async def test_a_reply_in_the_name_of_another_provider(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)
        url, cookie = await visitor.depart()
        back = visitor.provider.agree(url).replace("iss=http", "iss=https")

        answer = await visitor.arrive(back, cookie)

        assert answer.status_code == 400

    async def test_a_person_who_gives_up(self, visitor: Visitor) -> None:
        url, cookie = await visitor.depart()
        state = parse_qs(urlsplit(url).query)["state"][0]

        answer = await visitor.arrive(
            f"/connexion/federee/retour?error=access_denied&state={state}", cookie
        )

        assert answer.status_code == 403
        assert "n’a pas confirmé" in answer.text

    async def test_a_code_of_somebody_elses_flow(self, visitor: Visitor) -> None:
        """PKCE and the nonce both stand in the way."""
        await opened(visitor.it)
        stolen = visitor.provider.agree((await visitor.depart())[0])
        code = parse_qs(urlsplit(stolen).query)["code"][0]
        url, cookie = await visitor.depart()
        state = parse_qs(urlsplit(url).query)["state"][0]

        answer = await visitor.arrive(
            f"/connexion/federee/retour?code={code}&state={state}", cookie
        )

        assert answer.status_code == 400

    async def test_an_endless_value_is_refused_by_name(self, visitor: Visitor) -> None:
        answer = await visitor.it.client.page(
            f"/connexion/federee/retour?code={'x' * 5_000}&state=a"
        )

        assert answer.status_code == 422

    async def test_a_userinfo_that_is_not_signed_when_it_should_be(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)
        visitor.provider.userinfo = dict

        answer = await visitor.sign_in()

        assert answer.status_code == 403
        assert "pas pu être vérifiée" in answer.text


class TestFailing:
    @pytest.mark.parametrize(
        "mood", ["down", "refusing", "garbled", "huge", "moved", "packed"]
    )
    @pytest.mark.parametrize("step", ["token", "userinfo", "jwks"])
    async def test_a_provider_that_fails_on_the_way_back_is_told_so(
        self, visitor: Visitor, step: str, mood: Any
    ) -> None:
        url, cookie = await visitor.depart()
        visitor.provider.moods[step] = mood

        answer = await visitor.arrive(visitor.provider.agree(url), cookie)

        is_unsigned = (step, mood) == ("userinfo", "garbled")
        assert answer.status_code == (403 if is_unsigned else 503)
        assert is_unsigned or "ProConnect ne répond pas" in answer.text

    @pytest.mark.parametrize(
        "mood", ["down", "refusing", "garbled", "huge", "moved", "packed"]
    )
    async def test_a_provider_that_fails_at_first_is_told_so_and_asked_again_later(
        self, visitor: Visitor, mood: Any
    ) -> None:
        visitor.provider.moods["openid-configuration"] = mood

        sent = await visitor.it.client.page("/connexion/federee")
        answer = await visitor.it.client.page(sent.headers["location"])
        visitor.provider.moods.clear()

        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert (await visitor.depart())[0]

    async def test_a_slow_provider_is_waited_for_no_longer_than_is_said(
        self, visitor: Visitor
    ) -> None:
        url, cookie = await visitor.depart()
        visitor.provider.moods |= {"token": "slow"}
        started_at = time.monotonic()

        answer = await visitor.arrive(visitor.provider.agree(url), cookie)

        assert answer.status_code == 503
        assert time.monotonic() - started_at < 15


class TestUnlinking:
    async def test_a_person_undoes_the_link_and_another_is_made(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)
        own = visitor.holding(await visitor.sign_in())
        account = await own.page("/compte")
        before = await own.page("/connexion/federee/lien")

        undone = await own.post(
            "/connexion/federee/lien/retrait", headers={"Accept": "text/html"}
        )
        after = await own.page(undone.headers["location"])
        another = await visitor.sign_in(Person(sub="agent-0002"))

        assert "/connexion/federee/lien" in account.text
        assert visitor.provider.issuer in before.text
        assert "Le lien est défait." in after.text
        assert "Aucune identité reliée" in after.text
        assert another.status_code == 303

    async def test_an_administrator_undoes_it_for_somebody(
        self, visitor: Visitor
    ) -> None:
        ids = await opened(visitor.it)
        await visitor.sign_in()
        nation = await visitor.it.client.sign_in("national_admin")
        path = f"/api/v1/people/{ids['person_id']}/identity"

        undone = await nation.ask("DELETE", path)
        again = await nation.ask("DELETE", path)

        assert (undone.status_code, again.status_code) == (204, 404)

    async def test_nobody_else_does(self, visitor: Visitor) -> None:
        ids = await opened(visitor.it)
        operator = await visitor.it.client.sign_in("operator")
        path = f"/api/v1/people/{ids['person_id']}/identity"

        assert (await operator.ask("DELETE", path)).status_code == 403
        assert (await visitor.it.client.ask("DELETE", path)).status_code == 401


class TestLeaving:
    async def test_ends_the_session_here_then_at_the_provider(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)
        own = visitor.holding(await visitor.sign_in())

        left = await own.post("/deconnexion", headers={"Accept": "text/html"})
        page = await visitor.it.client.page(left.headers["location"])

        assert (await own.get("/api/v1/account")).status_code == 401
        assert left.headers["location"].startswith("/connexion/federee/depart?jeton=")
        assert f"{visitor.provider.issuer}/session/end?id_token_hint=" in page.text
        assert "post_logout_redirect_uri=" in page.text

    async def test_a_session_opened_with_a_password_ends_here_alone(
        self, visitor: Visitor
    ) -> None:
        own = await visitor.it.client.sign_in("operator")

        left = await own.post("/deconnexion", headers={"Accept": "text/html"})

        assert left.headers["location"] == "/connexion"

    async def test_a_link_that_nobody_signed_leads_nowhere(
        self, visitor: Visitor
    ) -> None:
        page = await visitor.it.client.page("/connexion/federee/depart?jeton=faux")

        assert page.status_code == 404


class TestTelling:
    """SEC-03, SEC-04: who is linked or unlinked is told, and finds it in the trace."""

    async def test_a_link_is_told_once_and_says_nothing_of_the_person(
        self, visitor: Visitor
    ) -> None:
        ids = await opened(visitor.it)

        await visitor.sign_in()
        await visitor.sign_in()

        told = await told_of_accounts(visitor.it)
        linked = [one for one in told if "identity" in one["type"]]
        assert [one["type"].split(".")[-2] for one in linked] == ["identity_linked"]
        assert json.loads(linked[0]["data"]) == {
            "account_id": ids["account_id"],
            "person_id": ids["person_id"],
            "language": "fr",
            "is_active": True,
            "provider": "ProConnect",
        }

    async def test_whoever_undoes_it_the_person_is_told_and_it_is_traced(
        self, visitor: Visitor
    ) -> None:
        ids = await opened(visitor.it)
        await visitor.sign_in()
        own_id = new_id()
        nation = await visitor.it.client.sign_in("national_admin", person_id=own_id)
        path = f"/api/v1/people/{ids['person_id']}/identity"

        await nation.ask("DELETE", path)
        again = await nation.ask("DELETE", path)

        events = await told_of_accounts(visitor.it)
        told = [one["type"].split(".")[-2] for one in events]
        entries = await traced(visitor.it, UUID(ids["person_id"]))
        written = [one for one in entries if one.access == "write"]
        assert told[-2:] == ["identity_linked", "identity_unlinked"]
        assert again.status_code == 404
        assert written[-1].route == "/api/v1/people/{person_id}/identity"
        assert written[-1].actor_person_id == own_id
        assert "/connexion/federee/retour" in {one.route for one in written}
        assert await is_whole(visitor.it)

    async def test_two_browsers_at_once_make_one_link_and_one_event(
        self, visitor: Visitor
    ) -> None:
        await opened(visitor.it)
        flows = [await visitor.depart() for _ in range(2)]
        ready = [(visitor.provider.agree(url), cookie) for url, cookie in flows]

        answers = await asyncio.gather(*(visitor.arrive(*one) for one in ready))

        told = [one["type"] for one in await told_of_accounts(visitor.it)]
        assert [one.status_code for one in answers] == [303, 303]
        assert len([one for one in told if "identity_linked" in one]) == 1
