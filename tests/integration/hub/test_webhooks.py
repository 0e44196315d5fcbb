"""Webhooks: signed as the reference library wants, each subscriber beside the others."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiohttp import web
from standardwebhooks import Webhook as Verifier

from schemas.events.webinars import WebinarPublished
from services.hub.migrate import prepare
from services.hub.webhooks.rules.signing import derived
from tests.support.harness import SECRET, Client, Installation, eventually

from .network import published, tell


@dataclass
class Subscriber:
    """A subscriber's server on loopback; answers what it is told to."""

    url: str = ""
    status: int = 204
    seconds: float = 0
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.received.append((dict(request.headers), await request.read()))
        await asyncio.sleep(self.seconds)
        headers = {"Location": "http://127.0.0.1:1/"} if self.status == 302 else {}
        return web.Response(status=self.status, headers=headers)

    async def has(self, count: int = 1) -> bool:
        return len(self.received) >= count


@asynccontextmanager
async def subscriber(**options: Any) -> AsyncIterator[Subscriber]:
    served = Subscriber(**options)
    app = web.Application()
    app.router.add_post("/hook", served.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    served.url = f"http://{host}:{port}/hook"
    try:
        yield served
    finally:
        await runner.cleanup()


async def subscribe(operator: Client, url: str, **changes: Any) -> Any:
    wanted = {"url": url, "types": [WebinarPublished.type]} | changes
    answer = await operator.post("/api/v1/webhooks", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def deliveries(operator: Client, webhook: Any) -> list[Any]:
    answer = await operator.get(f"/api/v1/webhooks/{webhook['id']}/deliveries")
    return list(answer.json()["items"])


class TestDelivery:
    async def test_the_published_webinar_arrives_signed_and_the_reference_library_verifies_it(
        self, hub: Installation, operator: Client
    ) -> None:
        async with subscriber() as outside, hub.working():
            webhook = await subscribe(operator, outside.url)
            fact = published()
            event_id = await tell(hub, fact)
            await eventually(outside.has)
            headers, body = outside.received[0]

            verified = Verifier(webhook["secret"]).verify(
                body.decode(), {name.lower(): told for name, told in headers.items()}
            )

        assert verified["id"] == str(event_id)
        assert verified["type"] == WebinarPublished.type
        assert verified["data"] == fact.model_dump(mode="json")
        assert headers["Content-Type"] == "application/cloudevents+json"

    async def test_an_event_told_twice_is_delivered_once(
        self, hub: Installation, operator: Client
    ) -> None:
        async with subscriber() as outside, hub.working():
            webhook = await subscribe(operator, outside.url)
            fact = published()
            event_id = str(await tell(hub, fact)).encode()
            await tell(hub, fact, ce_id=event_id)
            await tell(hub, published())
            await eventually(lambda: outside.has(2))
            await asyncio.sleep(1)

        ids = {json.loads(body)["id"] for _, body in outside.received}
        assert len(outside.received) == len(ids) == 2
        assert len(await deliveries(operator, webhook)) == 2

    async def test_one_subscriber_that_hangs_does_not_hold_up_another(
        self, hub: Installation, operator: Client
    ) -> None:
        async with (
            subscriber(seconds=3) as slow,
            subscriber() as quick,
            hub.working(),
        ):
            await subscribe(operator, slow.url)
            await subscribe(operator, quick.url)
            for _ in range(40):
                await tell(hub, published())

            await eventually(lambda: quick.has(40), seconds=10)

        assert len(slow.received) < 40

    async def test_a_region_that_was_not_asked_for_is_left_out(
        self, hub: Installation, operator: Client
    ) -> None:
        async with subscriber() as outside, hub.working():
            await subscribe(operator, outside.url, regions=["53"])
            await tell(hub, published(regions=["76"]))
            national = await tell(hub, published(regions=[]))
            breton = await tell(hub, published(regions=["53", "76"]))
            await eventually(lambda: outside.has(2))
            await asyncio.sleep(0.5)

        ids = {json.loads(body)["id"] for _, body in outside.received}
        assert ids == {str(national), str(breton)}

    async def test_a_refusal_is_tried_again_and_a_410_stops_it(
        self, hub: Installation, operator: Client
    ) -> None:
        async with (
            subscriber(status=500) as failing,
            subscriber(status=410) as gone,
            subscriber(status=302) as moved,
            hub.working(),
        ):
            hooks = [
                await subscribe(operator, one.url) for one in (failing, gone, moved)
            ]
            await tell(hub, published())
            for one in (failing, gone, moved):
                await eventually(one.has)

            async def is_stopped() -> Any:
                told = await operator.get(f"/api/v1/webhooks/{hooks[1]['id']}")
                return told.json() if told.json()["state"] == "disabled" else None

            stopped = await eventually(is_stopped)
            await eventually(lambda: failing.has(2), seconds=10)

            (first,) = await deliveries(operator, hooks[0])
            (third,) = await deliveries(operator, hooks[2])

        assert stopped["stopped_by"] == "gone"
        assert (first["state"], first["history"][0]["status"]) == ("waiting", 500)
        assert (third["state"], third["history"][0]["status"]) == ("waiting", 302)

    async def test_a_test_event_reaches_its_own_address_alone(
        self, hub: Installation, operator: Client
    ) -> None:
        async with subscriber() as one, subscriber() as other, hub.working():
            webhook = await subscribe(operator, one.url)
            await subscribe(operator, other.url)

            answer = await operator.post(f"/api/v1/webhooks/{webhook['id']}/test")
            await eventually(one.has)
            await asyncio.sleep(0.5)

        assert answer.status_code == 202
        assert json.loads(one.received[0][1])["type"].endswith("webhook.tested.v1")
        assert other.received == []

    async def test_a_changed_secret_overlaps_with_the_one_before(
        self, hub: Installation, operator: Client
    ) -> None:
        async with subscriber() as outside, hub.working():
            webhook = await subscribe(operator, outside.url)
            address = f"/api/v1/webhooks/{webhook['id']}/secret"
            renewed = (await operator.post(address)).json()
            await tell(hub, published())
            await eventually(outside.has)

        headers, body = outside.received[0]
        told = {name.lower(): one for name, one in headers.items()}
        for secret in (webhook["secret"], renewed["secret"]):
            assert Verifier(secret).verify(body.decode(), told)
        assert webhook["secret"] != renewed["secret"]

    async def test_a_secret_is_sealed_at_rest(
        self, hub: Installation, operator: Client
    ) -> None:
        """SEC-13: the store alone signs nothing."""
        async with subscriber() as outside:
            webhook = await subscribe(operator, outside.url)

        kept = await hub.platform.collection("hub", "webhooks").find_one({})
        assert kept is not None
        assert webhook["secret"].removeprefix("whsec_") not in str(kept)
        assert kept["secret"].startswith("0:")

    async def test_a_subscription_made_before_secrets_were_kept_is_sealed_by_migrate(
        self, hub: Installation, operator: Client
    ) -> None:
        webhooks = hub.platform.collection("hub", "webhooks")
        async with subscriber() as outside, hub.working():
            webhook = await subscribe(operator, outside.url)
            unset = {"$unset": {"secret": "", "former_secret": ""}}
            await webhooks.update_one({}, unset)
            await prepare(hub.provided)
            await tell(hub, published())
            await eventually(outside.has)

        kept = await webhooks.find_one({})
        headers, body = outside.received[0]
        told = {name.lower(): one for name, one in headers.items()}
        secret = derived(UUID(webhook["id"]), 1, root=SECRET)
        assert kept is not None
        assert kept["secret"].startswith("0:")
        assert Verifier(secret).verify(body.decode(), told)

    async def test_a_delivery_is_sent_again_under_the_same_id(
        self, hub: Installation, operator: Client
    ) -> None:
        async with subscriber() as outside, hub.working():
            webhook = await subscribe(operator, outside.url)
            await tell(hub, published())

            async def is_delivered() -> Any:
                found = await deliveries(operator, webhook)
                return found if found and found[0]["state"] == "delivered" else None

            (delivery,) = await eventually(is_delivered)
            address = f"/api/v1/webhooks/{webhook['id']}/deliveries/{delivery['id']}"
            answer = await operator.post(f"{address}/resend")
            await eventually(lambda: outside.has(2))

        ids = {headers["webhook-id"] for headers, _ in outside.received}
        assert answer.status_code == 202
        assert len(ids) == 1


class TestSubscribing:
    async def test_what_is_not_public_https_or_not_known_is_refused(
        self, operator: Client
    ) -> None:
        type_ = WebinarPublished.type
        wrong = (
            {"url": "http://example.com/", "types": [type_]},
            {"url": "https://10.0.0.8/", "types": [type_]},
            {"url": "https://169.254.169.254/latest", "types": [type_]},
            {"url": "https://[::ffff:10.0.0.8]/", "types": [type_]},
            {"url": "https://2130706433/", "types": [type_]},
            {"url": "https://user@example.com/", "types": [type_]},
            {"url": "ftp://example.com/", "types": [type_]},
            {"url": "https:///x/", "types": [type_]},
            {"url": "https://127.0.0.1/", "types": ["nothing.v1"]},
            {"url": "https://127.0.0.1/", "types": []},
            {"url": "https://127.0.0.1/", "types": [type_], "regions": ["xx"]},
            {"url": "https://127.0.0.1/", "types": [type_], "secret": "mine"},
            {"url": "https://127.0.0.1/" + "x" * 600, "types": [type_]},
        )

        answers = [await operator.post("/api/v1/webhooks", json=one) for one in wrong]

        assert [one.status_code for one in answers] == [422] * len(wrong)
        assert (await operator.get("/api/v1/webhooks")).json()["items"] == []

    async def test_the_form_shows_the_secret_once_and_says_what_to_correct(
        self, operator: Client
    ) -> None:
        form = {"url": "http://127.0.0.1:9/", "types": [WebinarPublished.type]}
        html = {"Accept": "text/html"}

        created = await operator.post("/abonnements", data=form, headers=html)
        refused = await operator.post("/abonnements", data={"url": "x"}, headers=html)
        listed = await operator.page("/abonnements")

        assert created.status_code == 201
        assert "whsec_" in created.text
        assert refused.status_code == 422
        assert "Événements" in refused.text
        assert "whsec_" not in listed.text
