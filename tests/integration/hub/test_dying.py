"""Keys and subscriptions when the process dies between the write and the answer."""

import asyncio

from kit.ids import new_id
from schemas.events.webinars import WebinarPublished
from tests.support.dying import every_change_dies
from tests.support.harness import Client, Installation


class TestDying:
    async def test_a_key_is_drawn_once_and_told_to_who_asks_again(
        self, hub: Installation, operator: Client
    ) -> None:
        wanted = {"name": "Portail des CMA", "scopes": ["events.read"]}

        with every_change_dies():
            created = (await operator.post("/api/v1/clients", json=wanted)).json()

        bearer = {"Authorization": f"Bearer {created['key']}"}
        machine = Client(hub.client.http, hub.platform, bearer)
        assert (await machine.get("/api/v1/events")).status_code == 200
        assert await hub.platform.collection("hub", "clients").count_documents({}) == 1

    async def test_a_subscription_is_made_once_with_one_secret(
        self, hub: Installation, operator: Client
    ) -> None:
        wanted = {"url": "http://127.0.0.1:9/hook", "types": [WebinarPublished.type]}

        with every_change_dies():
            made = (await operator.post("/api/v1/webhooks", json=wanted)).json()
            path = f"/api/v1/webhooks/{made['id']}/secret"
            rotated = (await operator.post(path)).json()

        assert made["secret"] != rotated["secret"]
        found = await hub.platform.collection("hub", "webhooks").find({}).to_list()
        assert [one["secret_number"] for one in found] == [2]

    async def test_a_page_that_showed_a_key_shows_it_again(
        self, hub: Installation, operator: Client
    ) -> None:
        form = {
            "name": "Portail",
            "scopes": "events.read",
            "idempotency_key": str(new_id()),
        }
        browser = {"Accept": "text/html"}

        pages = [
            await operator.post("/cles", data=form, headers=browser) for _ in range(2)
        ]

        assert [page.status_code for page in pages] == [201, 201]
        assert pages[0].content == pages[1].content
        assert await hub.platform.collection("hub", "clients").count_documents({}) == 1

    async def test_who_clicks_twice_sees_the_answer_of_the_first(
        self, operator: Client
    ) -> None:
        form = {"name": "Portail", "scopes": "events.read", "idempotency_key": "twice"}
        browser = {"Accept": "text/html"}

        pages = await asyncio.gather(
            *(operator.post("/cles", data=form, headers=browser) for _ in range(3))
        )

        assert [page.status_code for page in pages] == [201, 201, 201]
        assert len({page.content for page in pages}) == 1
