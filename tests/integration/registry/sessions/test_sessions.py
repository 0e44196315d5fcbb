"""SEC-03: one's sessions are listed and ended, and the end holds on every service."""

from datetime import timedelta

from kit.clock import now
from kit.identity.sessions import IDLE, hashed
from maillage.embedded import Servers
from services.notifications.roles import NOTIFICATIONS
from services.registry.roles import REGISTRY
from tests.integration.notifications.conftest import OTHERS
from tests.support.accounts import EMAIL, enter, open_account
from tests.support.harness import Client, Installation, installed

FIREFOX = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
)
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
SESSIONS = "/api/v1/sessions"


async def on(it: Installation, user_agent: str) -> Client:
    """Sign in, with a browser that says what it is."""
    client = await enter(it)
    client.headers["User-Agent"] = user_agent
    return client


class TestListing:
    async def test_says_where_and_when_the_one_that_asks_first(
        self, it: Installation
    ) -> None:
        await open_account(it)
        phone, desk = await on(it, SAFARI), await on(it, FIREFOX)
        await phone.get("/api/v1/account")

        found = (await desk.get(SESSIONS)).json()

        assert [(one["browser"], one["system"]) for one in found] == [
            ("Firefox", "Windows"),
            ("Safari", "iPhone"),
        ]
        assert [one["is_current"] for one in found] == [True, False]
        assert all(one["seen_at"] >= one["opened_at"] for one in found)

    async def test_nothing_of_it_opens_a_session(self, it: Installation) -> None:
        await open_account(it)
        own = await on(it, FIREFOX)

        (found,) = (await own.get(SESSIONS)).json()

        kept = await it.platform.collection("identity", "sessions").find_one(
            {"device": ["Firefox", "Windows"]}
        )
        assert kept is not None
        assert found["id"] not in str(kept)
        assert FIREFOX not in str(kept)

    async def test_the_page_shows_them_in_words(self, it: Installation) -> None:
        await open_account(it)
        phone, desk = await on(it, SAFARI), await on(it, FIREFOX)
        await phone.get("/api/v1/account")

        page = await desk.page("/compte/sessions")

        assert page.status_code == 200
        assert "Firefox sur Windows" in page.text
        assert "Safari sur iPhone" in page.text

    async def test_a_stranger_has_none(self, it: Installation) -> None:
        assert (await it.client.get(SESSIONS)).status_code == 401


class TestEnding:
    """A session that nobody uses ends, and every one does some day (NIST 800-63B)."""

    async def test_it_ends_when_it_is_left_alone_and_goes_on_when_it_is_not(
        self, it: Installation
    ) -> None:
        await open_account(it)
        left, used = await enter(it), await enter(it)
        await used.get(SESSIONS)
        await seen_ago(it, IDLE)
        await seen_ago(it, IDLE - timedelta(minutes=1), but_of=left)

        answers = [(await one.get(SESSIONS)).status_code for one in (left, used)]
        listed = (await used.get(SESSIONS)).json()

        assert answers == [401, 200]
        assert [one["is_current"] for one in listed] == [True]

    async def test_however_it_is_used_it_ends_at_last(self, it: Installation) -> None:
        await open_account(it)
        own = await enter(it)
        sessions = it.platform.collection("identity", "sessions")
        kept = await sessions.find_one({"_id": hashed(token_of(own))})
        assert kept is not None
        assert kept["expires_at"] - kept["opened_at"] == timedelta(hours=12)

        await sessions.update_many({}, {"$set": {"expires_at": now()}})

        assert (await own.get(SESSIONS)).status_code == 401


def token_of(client: Client) -> str:
    return client.headers["Authorization"].removeprefix("Bearer ")


async def seen_ago(
    it: Installation, ago: timedelta, *, but_of: Client | None = None
) -> None:
    """Let all sessions, or all but one, have been used last so long ago."""
    query = {} if but_of is None else {"_id": {"$ne": hashed(token_of(but_of))}}
    await it.platform.collection("identity", "sessions").update_many(
        query, {"$set": {"seen_at": now() - ago, "opened_at": now() - ago}}
    )


class TestClosing:
    async def test_every_page_of_somebody_offers_to_sign_out(
        self, it: Installation
    ) -> None:
        await open_account(it)
        own = await enter(it)

        for path in ("/compte", "/compte/sessions", "/centres", "/nulle-part"):
            page = await own.page(path)
            assert '<form method="post" action="/deconnexion">' in page.text, path
        nobody = await it.client.page("/centres")

        assert "/deconnexion" not in nobody.text

    async def test_one_is_ended_and_the_others_go_on(self, it: Installation) -> None:
        await open_account(it)
        lost, other, own = await enter(it), await enter(it), await enter(it)
        listed = (await lost.get(SESSIONS)).json()
        id_ = next(one["id"] for one in listed if one["is_current"])

        answer = await own.ask("DELETE", f"{SESSIONS}/{id_}")

        assert answer.status_code == 204
        assert (await lost.get("/api/v1/account")).status_code == 401
        assert (await other.get("/api/v1/account")).status_code == 200
        assert (await own.ask("DELETE", f"{SESSIONS}/{id_}")).status_code == 404

    async def test_somebody_elses_looks_absent(self, it: Installation) -> None:
        await open_account(it)
        await open_account(it, email="nadia@exemple.fr")
        own, other = await enter(it), await enter(it, email="nadia@exemple.fr")
        (foreign,) = (await other.get(SESSIONS)).json()

        answer = await own.ask("DELETE", f"{SESSIONS}/{foreign['id']}")

        assert answer.status_code == 404
        assert (await other.get("/api/v1/account")).status_code == 200

    async def test_the_page_ends_all_the_others(self, it: Installation) -> None:
        await open_account(it)
        first, second, own = await enter(it), await enter(it), await enter(it)

        answer = await own.post(
            "/compte/sessions/autres", headers={"Accept": "text/html"}
        )

        assert answer.headers["location"] == "/compte/sessions?closed=2"
        gone = [await one.get("/api/v1/account") for one in (first, second)]
        assert [one.status_code for one in gone] == [401, 401]
        assert (await own.get("/api/v1/account")).status_code == 200

    async def test_an_ended_session_is_dead_at_the_next_request_on_another_service(
        self, servers: Servers, namespace: str
    ) -> None:
        async with (
            installed(servers, namespace, REGISTRY) as registry,
            installed(servers, namespace, NOTIFICATIONS, OTHERS) as notifications,
        ):
            await open_account(registry)
            lost, own = await enter(registry), await enter(registry)
            elsewhere = Client(
                notifications.client.http, notifications.platform, lost.headers
            )
            alive = await elsewhere.get("/api/v1/preferences")

            await own.ask("DELETE", SESSIONS)

            dead = await elsewhere.get("/api/v1/preferences")
            assert (alive.status_code, dead.status_code) == (200, 401)
            assert EMAIL not in dead.text
