"""Step 9: machines read, are called, and what fails is repaired (HUB-01, 03, 05, 08, 20)."""

import asyncio
import shutil
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from standardwebhooks import Webhook

from tests.support.harness import eventually

from .browser import Enter, Person
from .cast import DAMIEN, GAETAN, HUGO, NADIA
from .looking import seen
from .machine import Machine
from .site import Site
from .story import Story
from .subscriber import subscriber

pytestmark = pytest.mark.asyncio(loop_scope="session")

PUBLISHED = "fr.transition-numerique.webinars.webinar.published.v1"
SHORT = "webinar.published.v1"
REASON = "Abîmé exprès : rien à refaire."


class TestCatalogue:
    async def test_each_event_is_explained_to_whoever_comes(
        self, site: Site, someone: Person
    ) -> None:
        await someone.go("/evenements")
        await someone.page.click(f"main a[href$='/{SHORT}']")
        shown = await someone.text()

        for told in (
            "tn.webinars.webinar",
            "webinar_id",
            "notifications",
            "kcat",
            "curl",
        ):
            assert told in shown
        schema = (await site.nobody.ask("GET", f"/schemas/{PUBLISHED}.json")).json()
        assert schema["$schema"].endswith("2020-12/schema")


class TestFeed:
    async def test_a_machine_with_a_key_reads_on_from_its_cursor(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        invoice = story.take("invoice", of=3)
        async with enter(NADIA.email) as nadia:
            await nadia.go("/cles")
            await nadia.page.fill("[name=name]", "Portail des chambres")
            await nadia.press("Créer la clé")
            key = (await nadia.text("[role=status] pre")).strip()
            await nadia.go("/cles")
            assert key not in await nadia.page.content()
        machine = Machine(site.url, {"Authorization": f"Bearer {key}"})

        found = await _read_on(machine, types=[PUBLISHED])
        page = await machine.get("/events", params={"limit": 5})
        following = await machine.get(
            "/events", params={"limit": 5, "after": page["next"]}
        )

        assert [one["data"]["webinar_id"] for one in found] == [invoice]
        ids = [one["id"] for one in page["items"] + following["items"]]
        assert len(set(ids)) == 10
        refused = Machine(site.url, {"Authorization": f"Bearer {key[:-1]}x"})
        await refused.ask("GET", "/api/v1/events", refused=401)

    async def test_kafka_itself_says_the_same_to_any_consumer(
        self, site: Site, story: Story
    ) -> None:
        story.take("starts_at", of=5)

        types = await _types_on(site, "tn.webinars.webinar")

        assert PUBLISHED in types


class TestWebhook:
    async def test_a_subscriber_gets_the_published_webinar_signed(
        self, enter: Enter, story: Story
    ) -> None:
        hosting = story.take("hosting", of=3)
        async with subscriber() as served:
            async with enter(NADIA.email) as nadia:
                await nadia.go(f"/abonnements?type={PUBLISHED}")
                await nadia.page.fill("[name=url]", served.url)
                await nadia.press("Abonner cette adresse")
                secret = (await nadia.text("[role=status] pre")).strip()
            async with enter(HUGO.email) as hugo:
                await hugo.go(f"/webinaires/{hosting['id']}")
                await hugo.press("Publier le webinaire")
            await eventually(served.has_received)
            headers, body = served.received[0]
            async with enter(NADIA.email) as nadia:
                await nadia.go("/abonnements")
                await nadia.follow(served.url)
                await eventually(lambda: _shows(nadia, "Livré"))
                await nadia.unfold("Arrêter")
                await nadia.press("Arrêter les envois")

        told = Webhook(secret).verify(
            body, {name.lower(): one for name, one in headers.items()}
        )
        assert told["type"] == PUBLISHED
        assert told["data"]["webinar_id"] == hosting["id"]

    async def test_who_unsubscribed_from_emails_reads_of_it_in_the_inbox_alone(
        self, site: Site
    ) -> None:
        damien = await site.machine(DAMIEN.email)

        async def both() -> bool:
            return len((await damien.get("/notifications"))["items"]) == 2

        await eventually(both)
        assert await site.letters(DAMIEN, "Choosing where to file invoices") == []


class TestDeadLetters:
    async def test_a_record_nobody_can_read_shows_up_with_its_cause(
        self, site: Site, enter: Enter
    ) -> None:
        await _produce(site, "tn.webinars.registration", b'{"seat": "unreadable')

        async with enter(NADIA.email) as nadia:
            await eventually(
                lambda: _shows_at(nadia, "/lettres-mortes", "JSON illisible")
            )
            shown = await nadia.text()
            await nadia.page.locator("main table a").first.click()
            await nadia.page.wait_for_url("**/lettres-mortes/*")
            await seen(nadia, "operator-letter", language="fr")
            await nadia.follow("Essayer à blanc")
            rehearsed = await nadia.text()
            await seen(nadia, "operator-letter-tried", language="fr")

        assert "Le texte du message n’est pas du JSON" in shown
        assert "webinars.registration" in shown
        assert '{"seat": "unreadable' in shown
        assert "À blanc : le message ne se lirait pas" in rehearsed
        await site.awaited("tn.hub.dead_letter", "dead_letter.parked")

    async def test_several_at_once_are_rehearsed_then_replayed_with_their_progress(
        self, site: Site, enter: Enter
    ) -> None:
        async with enter(NADIA.email) as nadia:
            await nadia.go("/lettres-mortes")
            waiting = await nadia.page.locator("main tbody tr").count()
            await nadia.follow("Rejouer toute la liste, d’abord à blanc")
            planned = await nadia.text()
            await seen(nadia, "operator-rehearsed", language="fr")
            await nadia.press("Rejouer ce")
            await eventually(lambda: _shows(nadia, "Rejeu terminé"))
            await eventually(lambda: _shows(nadia, f"attente\n{waiting}"), every=0.5)
            await seen(nadia, "operator-replayed", language="fr")
            await nadia.go("/lettres-mortes/rejeux")
            listed = await nadia.text()

        assert "Rien n’a été envoyé" in planned
        assert "registration.seat_taken.v1" in planned
        assert "Terminé" in listed
        await site.awaited("tn.hub.dead_letter", "dead_letter.replayed", waiting)

    async def test_replayed_it_comes_back_and_is_given_up_for_a_reason(
        self, site: Site, enter: Enter
    ) -> None:
        async with enter(NADIA.email) as nadia:
            await nadia.go("/lettres-mortes")
            waiting = await nadia.page.locator("main tbody tr").count()
            await nadia.page.locator(
                "main form[action*='/rejouer'] button"
            ).last.click()
            await site.awaited("tn.hub.dead_letter", "dead_letter.replayed")

            async def is_back() -> bool:
                await nadia.go("/lettres-mortes")
                return await nadia.page.locator("main tbody tr").count() == waiting

            await eventually(is_back, every=0.5)
            for box in await nadia.page.locator("main tbody [type=checkbox]").all():
                await box.check()
            await nadia.unfold("Écarter celles choisies")
            await nadia.page.fill("#chosen-reason", REASON)
            await nadia.press("Écarter celles choisies")
            await nadia.go("/lettres-mortes?etat=discarded")
            shown = await nadia.text()

        assert f"{NADIA.name} : {REASON}" in shown
        await site.awaited("tn.hub.dead_letter", "dead_letter.discarded", waiting)

    async def test_its_neighbours_passed_and_every_reader_is_up_to_date(
        self, enter: Enter
    ) -> None:
        async with enter(NADIA.email) as nadia:

            async def all_read() -> bool:
                await nadia.go("/sante")
                states = await nadia.texts("#readers ~ table tbody tr td:last-child")
                return bool(states) and set(states) == {"À jour"}

            await eventually(all_read, every=0.5)

            assert "0 lettres mortes qui attendent" in " ".join(
                await nadia.texts("main .stat")
            )


class TestRepairs:
    async def test_facts_told_again_mail_nobody(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        story.take("invoice", of=3)
        letters = len(await site.letters(GAETAN))
        async with enter(NADIA.email) as nadia:
            await nadia.go("/rejeux")
            await nadia.page.select_option("[name=group]", "notifications.webinars")
            await nadia.press("Essayer à blanc")
            tried = await nadia.text()
            await nadia.page.fill("[name=reason]", "Vérifier un rejeu")
            await nadia.press("Rejouer")
            await eventually(lambda: _shows(nadia, "Terminé"), every=0.5)
            shown = await nadia.text()
            await seen(nadia, "operator-replay", language="fr")

        assert "Rien n’a été envoyé" in tried
        assert NADIA.name in shown
        assert len(await site.letters(GAETAN)) == letters

    async def test_each_copy_is_what_the_journal_says(self, enter: Enter) -> None:
        async with enter(NADIA.email) as nadia:
            for copy in ("webinars.partners", "notifications.recipients"):
                await nadia.go("/copies")
                await nadia.page.select_option("[name=model]", copy)
                await nadia.page.fill("[name=reason]", "Vérifier une copie")
                await nadia.press("Reconstruire et comparer")
                await eventually(
                    lambda: _shows(nadia, "Les deux sont identiques"),
                    seconds=40,
                    every=0.5,
                )
            await seen(nadia, "operator-copy", language="fr")


async def _read_on(machine: Machine, *, types: list[str]) -> list[Any]:
    """Follow the cursor until there is nothing more."""
    found: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = await machine.get("/events", params={"type": types} | after)
        if not page["items"]:
            return found
        found += page["items"]
        after = {"after": page["next"]}


async def _types_on(site: Site, topic: str) -> set[str]:
    """Read the types on a topic with kcat, or where there is none with a consumer."""
    kcat = shutil.which("kcat")
    if kcat is None:
        return {one["ce_type"] for one in await site.events(topic)}
    process = await asyncio.create_subprocess_exec(
        *(kcat, "-C", "-q", "-e", "-o", "beginning", "-f", "%h\n"),
        *("-b", site.servers.kafka_bootstrap, "-t", f"{site.namespace}.{topic}"),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    headers = output.decode().replace("\n", ",").split(",")
    return {
        one.removeprefix("ce_type=") for one in headers if one.startswith("ce_type=")
    }


async def _produce(site: Site, topic: str, value: bytes) -> None:
    """Write to Kafka what no service would write."""
    producer = AIOKafkaProducer(bootstrap_servers=site.servers.kafka_bootstrap)
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_type", b"fr.transition-numerique.webinars.registration.seat_taken.v1"),
    ]
    await producer.start()
    try:
        await producer.send_and_wait(
            f"{site.namespace}.{topic}", value, key=b"broken", headers=headers
        )
    finally:
        await producer.stop()


async def _shows(reader: Person, text: str) -> bool:
    await reader.page.reload()
    return text in await reader.text()


async def _shows_at(reader: Person, path: str, text: str) -> bool:
    await reader.go(path)
    return text in await reader.text()
