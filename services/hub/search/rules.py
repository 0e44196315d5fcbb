"""What a search asks of words, whom it shows what, and where each find leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from kit.identity.callers import Caller
from kit.identity.cards import Card
from kit.scope import Everything, Held, Scope
from kit.words import beginnings, words_of
from schemas.access import Action, Role
from schemas.base import Localised
from schemas.documents.governance import Committee
from schemas.events.governance import CommitteeCode

from .models import Entry, Found, Group, Kind

LETTERS_MIN: Final = 2
NOBODY: Final = Held(frozenset())
LISTS: Final = {
    Kind.ADVISOR: ("/conseillers", "name"),
    Kind.STRUCTURE: ("/structures", "q"),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose dossiers one sees: by seat, as the partner concerned, or as an elector."""

    sees_all: bool = False
    committees: frozenset[CommitteeCode] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    called_to: frozenset[UUID] = frozenset()


def wanted(asked: str) -> tuple[str, ...]:
    """Return the beginnings that are looked for; a single letter finds nothing."""
    found = beginnings(asked)
    return found if sum(len(one) for one in found) >= LETTERS_MIN else ()


def scope_for(caller: Caller, action: Action) -> Scope:
    """Return whose records the caller reads by this action: nobody's, without it."""
    return caller.scope(action) if caller.may(action) else NOBODY


def webinar_scope(caller: Caller) -> Scope:
    if caller.may(Action.READ_ALL_WEBINARS):
        return Everything("committees and the administration follow every webinar")
    return scope_for(caller, Action.PROPOSE_WEBINARS)


def sight(
    caller: Caller,
    *,
    committees: Iterable[Committee],
    called_to: Iterable[UUID],
    today: date,
) -> Sight:
    person_id = caller.person_id
    return Sight(
        sees_all=caller.may(Action.MANAGE_COMMITTEES),
        committees=frozenset(
            one.code
            for one in committees
            if any(m.person_id == person_id and m.sits_on(today) for m in one.members)
        ),
        organisations=frozenset(
            grant.holder_id
            for grant in caller.grants
            if grant.role == Role.PARTNER and grant.holder_id is not None
        ),
        called_to=frozenset(called_to),
    )


def is_meant(text: str, beginning: Sequence[str]) -> bool:
    """Tell whether some word of the text begins like each of these."""
    words = words_of(text)
    return all(any(word.startswith(one) for word in words) for one in beginning)


def advisor(entry: Entry, card: Card) -> Found:
    return Found(
        kind=Kind.ADVISOR,
        id=entry.id,
        label=Localised(fr=card.name),
        href=f"/conseillers/{entry.id}",
        facts=entry.facts,
    )


def structure(entry: Entry, *, is_own: bool) -> Found:
    """Lead to the record, or for who may not read it, to the help that is near."""
    nearby = urlencode({"place": entry.facts["postcode"]})
    return Found(
        kind=Kind.STRUCTURE,
        id=entry.id,
        label=entry.label or Localised(fr=""),
        href=f"/structures/{entry.id}" if is_own else f"/points-accueil?{nearby}",
        facts=entry.facts,
    )


def webinar(entry: Entry) -> Found:
    return Found(
        kind=Kind.WEBINAR,
        id=entry.id,
        label=entry.label or Localised(fr=""),
        href=f"/webinaires/{entry.id}",
        facts=entry.facts,
    )


def group(kind: Kind, found: Sequence[Found], *, limit: int, asked: str) -> Group:
    """Cut what was found with one too many, and lead to the list that has the rest."""
    is_cut = len(found) > limit
    address, name = LISTS.get(kind, ("", ""))
    leads_on = is_cut and all(one.href.startswith(f"{address}/") for one in found)
    return Group(
        kind=kind,
        found=tuple(found[:limit]),
        is_cut=is_cut,
        more=f"{address}?{urlencode({name: asked})}" if address and leads_on else None,
    )
