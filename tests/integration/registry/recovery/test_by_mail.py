"""SEC-12: from a forgotten password to the day's page, through a real e-mail."""

from kit.pages import LANGUAGE_COOKIE
from maillage.embedded import Servers
from tests.support.accounts import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    link_in,
    open_account,
)
from tests.support.posted import posted

BROWSER = {"Accept": "text/html"}


async def test_who_is_invited_then_forgets_gets_in_by_two_letters(
    servers: Servers, namespace: str
) -> None:
    async with posted(servers, namespace) as at_work:
        client = at_work.it.client
        client.http.cookies.set(LANGUAGE_COOKIE, "en")
        await open_account(at_work.it, password=None, language="en")
        invited = await at_work.letter("Activate your Maillage account", to=EMAIL)
        path = f"/activation/{link_in(invited, '/activation')}"
        activated = await client.post(
            path, data={"password": PASSWORD}, headers=BROWSER
        )
        asked = await client.post("/mot-de-passe", data={"email": EMAIL})
        forgotten = await at_work.letter("Choose a new password", to=EMAIL)
        path = f"/mot-de-passe/{link_in(forgotten, '/mot-de-passe')}"
        chosen = await client.post(
            path, data={"password": OTHER_PASSWORD}, headers=BROWSER
        )

        assert activated.headers["location"] == "/aujourdhui"
        assert asked.status_code == 303
        assert chosen.headers["location"] == "/aujourdhui"
        assert (await client.page("/aujourdhui")).status_code == 200
