"""Before the story: what each page says when there is nothing yet."""

import pytest

from .browser import Enter, Person
from .looking import Sight, look
from .site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO_ALL = (
    Sight("empty-home", "/"),
    Sight("empty-agenda", "/agenda"),
    Sight("empty-points", "/points-accueil?place=31000"),
    Sight("empty-centres", "/centres"),
    Sight("empty-mailbox", "/courrier"),
)
TO_ADMINISTRATORS = (
    Sight("empty-today", "/aujourdhui"),
    Sight("empty-structures", "/structures"),
    Sight("empty-advisors", "/conseillers"),
    Sight("empty-census", "/recensement"),
    Sight("empty-partners", "/partenaires"),
    Sight("empty-webinars", "/webinaires"),
    Sight("empty-dossiers", "/dossiers"),
    Sight("empty-decisions", "/decisions"),
    Sight("empty-committee", "/comites/pedagogical"),
    Sight("empty-webhooks", "/abonnements"),
    Sight("empty-keys", "/cles"),
    Sight("empty-roles", "/roles"),
    Sight("empty-dormant", "/comptes-dormants"),
    Sight("empty-retention", "/conservation"),
)


async def test_visitors_are_told_what_will_come(someone: Person) -> None:
    for sight in TO_ALL:
        await look(someone, sight, language="fr")


async def test_the_administrator_is_told_where_to_start(
    site: Site, enter: Enter
) -> None:
    async with enter(site.email, site.password) as admin:
        for sight in TO_ADMINISTRATORS:
            await look(admin, sight, language="fr")
