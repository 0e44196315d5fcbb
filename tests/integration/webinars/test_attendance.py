"""Who comes to a webinar: numbers for its partner, names for the nation, on MongoDB."""

import re
from typing import Any

from kit.identity.cards import Card
from kit.ids import new_id
from schemas.access import Role
from services.webinars.people.handlers import AdvisorHandlers
from tests.support.harness import Client
from tests.support.notifications import advisor

from .conftest import Webinars, told


async def come(webinars: Webinars, webinar: dict[str, Any], *names: str) -> None:
    """Have active advisors of Hérault register."""
    handlers = webinars.installation.provided[AdvisorHandlers]
    assert isinstance(handlers, AdvisorHandlers)
    for name in names:
        person_id = new_id()
        first, _, last = name.partition(" ")
        card = Card(id=person_id, first_name=first, last_name=last)
        await webinars.platform.cards.add(card)
        fact = advisor(person_id=person_id)
        await handlers.on_facts([told(fact)])  # type: ignore[list-item] # an advisor's
        client = await webinars.public.sign_in(Role.ADVISOR, person_id=person_id)
        await client.post(f"/api/v1/webinars/{webinar['id']}/registrations")


async def read(client: Client, webinar: dict[str, Any]) -> tuple[int, str]:
    answer = await client.page(f"/webinaires/{webinar['id']}/inscrits")
    return answer.status_code, re.sub(r"\s+", " ", answer.text)


class TestAttendance:
    async def test_the_partner_reads_numbers_and_no_name(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        webinar = await webinars.published(partner)
        await come(webinars, webinar, "Ana Costa", "Léo Roy", "Nadia Perrin")

        status, page = await read(partner, webinar)

        assert status == 200
        assert "3 personnes tiennent une place sur 50." in page
        assert "Hérault" in page
        assert not any(name in page for name in ("Costa", "Roy", "Perrin"))

    async def test_the_national_administration_reads_the_names(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner())
        await come(webinars, webinar, "Ana Costa")
        admin = await webinars.public.sign_in(Role.NATIONAL_ADMIN)

        _, page = await read(admin, webinar)

        assert "Ana Costa" in page

    async def test_another_partner_finds_nothing_and_others_may_not(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner())
        others = [
            await webinars.partner(),
            await webinars.public.sign_in(Role.ADVISOR),
            await webinars.public.sign_in(Role.MEMBER),
        ]

        assert [(await read(one, webinar))[0] for one in others] == [404, 403, 403]

    async def test_the_list_leads_there_from_ones_own_webinars_alone(
        self, webinars: Webinars
    ) -> None:
        own, other = new_id(), new_id()
        for holder, room, speaker in (
            (own, "curie", "Ana Costa"),
            (other, "chappe", "Léo Roy"),
        ):
            await webinars.published(
                await webinars.partner(holder),
                title_fr=f"De {holder}",
                speakers=[speaker],
                room=room,
            )
        both = await webinars.public.sign_in(Role.PARTNER, Role.MEMBER, holder_id=own)

        page = await both.page("/webinaires")

        assert f"De {other}" in page.text
        assert page.text.count("/inscrits") == 1

    async def test_before_anybody_came_it_says_what_will_fill_it(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        webinar = await webinars.published(partner)

        _, page = await read(partner, webinar)

        assert "Aucun inscrit" in page
