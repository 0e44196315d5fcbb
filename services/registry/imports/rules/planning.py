"""Decides what each record of the register becomes, as the register stands now."""

from collections.abc import Mapping
from uuid import UUID

from services.registry.advisors.models import Advisor, Origin
from services.registry.imports.models import Why
from services.registry.structures.models import Structure

from .founding import StructurePlanner
from .gathering import AdvisorWish, PlaceWish, Wishes
from .plans import AdvisorWrite, Applying, Now, Plan, own_advisor, own_person
from .registering import new_advisor, new_card
from .updating import update_advisor

Places = Mapping[UUID, tuple[Structure, PlaceWish]]


def plan(wishes: Wishes, *, now: Now, applying: Applying) -> Plan:
    """Plan it anew at each start: what is written already has the same ids."""
    structures = StructurePlanner(now, applying, wishes)
    for wish in wishes.structures.values():
        structures.wish(wish)
    for region, ref in applying.designated.items():
        structures.plan_centre(region, ref)
    structures.settle_holders()
    advisors = _AdvisorPlanner(now, applying, structures)
    for person in wishes.advisors.values():
        advisors.wish(person)
    return Plan(structures.centres, structures.writes, advisors.writes)


class _AdvisorPlanner:
    def __init__(
        self, now: Now, applying: Applying, structures: StructurePlanner
    ) -> None:
        self._now = now
        self._applying = applying
        self._structures = structures
        self._persons = {card.email: card for card in now.cards.values() if card.email}
        self._advisors = {one.person_id: one for one in now.advisors.values()}
        self.writes: list[AdvisorWrite] = []

    def wish(self, wish: AdvisorWish) -> None:
        places = self._places_of(wish)
        if isinstance(wish.ref, int):
            self._plan_new_advisor(wish, places)
            return
        before = self._now.advisors.get(wish.ref)
        card = self._now.cards.get(before.person_id) if before else None
        why = Why.GONE if before is None or card is None else self._held(before)
        if before is None or card is None or why is not None:
            write = AdvisorWrite(record_id=wish.ref, line=wish.line, why=why)
            self.writes.append(write)
            return
        after, named, lost = update_advisor(before, card, wish, places)
        self.writes.append(
            AdvisorWrite(
                record_id=before.id,
                line=wish.line,
                before=before,
                after=after,
                card_before=card,
                card=named,
                why=Why.FIELDS_CHANGED if lost else None,
                columns=lost,
            )
        )

    def _plan_new_advisor(self, wish: AdvisorWish, places: Places) -> None:
        batch_id = self._applying.batch_id
        advisor_id = own_advisor(batch_id, wish.line)
        person_id = own_person(batch_id, wish.line)
        card = self._persons.get(wish.data.email)
        standing = self._advisors.get(card.id) if card else None
        why = Why.EXISTS if standing and standing.id != advisor_id else None
        why = why or (None if places else Why.WITHOUT_STRUCTURE)
        if why:
            write = AdvisorWrite(record_id=advisor_id, line=wish.line, why=why)
            self.writes.append(write)
            return
        first, _ = next(iter(places.values()))
        has_own = card is None or card.id == person_id
        if card is None or has_own:
            card = new_card(wish.data, person_id=person_id, holder_id=first.centre_id)
        after = new_advisor(
            wish.data,
            advisor_id=advisor_id,
            card=card,
            holder_id=first.centre_id,
            places=[(one, wanted.data) for one, wanted in places.values()],
            origin=Origin(batch_id=batch_id, line=wish.line),
            at=self._applying.at,
        )
        self.writes.append(
            AdvisorWrite(
                record_id=advisor_id,
                line=wish.line,
                after=after,
                card=card,
                has_own_card=has_own,
            )
        )

    def _held(self, advisor: Advisor) -> Why | None:
        holder = self._applying.centre_id
        if holder is not None and advisor.centre_id != holder:
            return Why.HELD_ELSEWHERE
        return None

    def _places_of(self, wish: AdvisorWish) -> dict[UUID, tuple[Structure, PlaceWish]]:
        found = (
            (self._structures.place(ref), wanted) for ref, wanted in wish.places.items()
        )
        return {one.id: (one, wanted) for one, wanted in found if one}
