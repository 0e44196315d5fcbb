"""From an entry of the trace to what the person concerned is shown."""

from typing import Final
from uuid import UUID

from kit.http.pagination import InvalidCursor, decode_cursor
from kit.texts import N_
from kit.trace import Entry, Link
from services.registry.impersonations.models import Impersonation

from .models import Consultation, Occasion, Who

OTHER: Final = N_("Un autre écran")
# By the first segment of a route, whichever service serves it.
SCREENS: Final = {
    "conseillers": N_("Les conseillers"),
    "advisors": N_("Les conseillers"),
    "structures": N_("Les structures et leur équipe"),
    "recensement": N_("Un recensement"),
    "censuses": N_("Un recensement"),
    "invitation": N_("Votre lien d’invitation"),
    "invitations": N_("Votre lien d’invitation"),
    "certification": N_("La certification"),
    "charte": N_("La charte"),
    "charter": N_("La charte"),
    "compte": N_("Votre compte"),
    "account": N_("Votre compte"),
    "people": N_("Les comptes"),
    "comptes": N_("Les comptes"),
    "comptes-dormants": N_("Les comptes"),
    "roles": N_("Les rôles"),
    "effacements": N_("Les effacements"),
    "erasures": N_("Les effacements"),
    "partenaires": N_("Les partenaires"),
    "partners": N_("Les partenaires"),
    "webinaires": N_("Les webinaires"),
    "webinars": N_("Les webinaires"),
    "registrations": N_("Les webinaires"),
    "connexion": N_("La connexion"),
    "sessions": N_("La connexion"),
    "assistance": N_("L’assistance"),
    "impersonations": N_("L’assistance"),
    "recherche": N_("La recherche"),
    "search": N_("La recherche"),
    "comites": N_("Les comités"),
    "committees": N_("Les comités"),
    "dossiers": N_("Les dossiers et les votes"),
    "votes": N_("Les dossiers et les votes"),
    "lettres-mortes": N_("L’exploitation des messages"),
    "dead-letters": N_("L’exploitation des messages"),
    "rejeux": N_("L’exploitation des messages"),
    "replays": N_("L’exploitation des messages"),
    "copies": N_("L’exploitation des messages"),
    "rebuilds": N_("L’exploitation des messages"),
}
JOBS: Final = {"census": "recensement"}
LARGEST: Final = 2**62


def screen(route: str) -> str:
    """Name a screen in words, to be translated."""
    path = route.removeprefix("/api/v1").strip("/")
    first = path.partition("/")[0].partition(".")[0]
    return SCREENS.get(JOBS.get(first, first), OTHER)


def consultation(link: Link, *, person_id: UUID, place: str) -> Consultation:
    entry = link.entry
    return Consultation(
        position=link.position,
        at=entry.at,
        access=entry.access,
        method=entry.method,
        route=entry.route,
        who=_who(entry, person_id),
        role=entry.role,
        place=place,
        is_in_your_place=entry.acting_for == person_id,
    )


def occasion(kept: Impersonation) -> Occasion:
    return Occasion(
        id=kept.id,
        role=kept.role,
        reason=kept.reason,
        started_at=kept.started_at,
        over_at=kept.over_at,
    )


def _who(entry: Entry, person_id: UUID) -> Who:
    if entry.actor is None:
        return "nobody"
    if entry.actor.startswith("client:"):
        return "machine"
    return "oneself" if entry.actor_person_id == person_id else "person"


def position(cursor: str | None) -> int | None:
    """Read a cursor.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return None
    place = decode_cursor(cursor)
    if type(place) is not int or not 0 < place < LARGEST:
        raise InvalidCursor
    return place
