"""Decides what each structure becomes, which are designated, and who holds them."""

from dataclasses import replace
from uuid import UUID

from services.registry.advisors.models import Origin
from services.registry.centres.rules import designate as begin_centre
from services.registry.imports.models import Kind, Ref, Why
from services.registry.structures.models import Structure

from .gathering import StructureWish, Wishes
from .plans import (
    Applying,
    CentreWrite,
    Now,
    StructureWrite,
    own_centre,
    own_structure,
)
from .register import structure_key
from .registering import new_structure
from .updating import update_structure


class StructurePlanner:
    """Places every structure, then the centres, then says who holds what is new."""

    def __init__(self, now: Now, applying: Applying, wishes: Wishes) -> None:
        self._now = now
        self._applying = applying
        self._referents = dict(now.referents)
        self._places: dict[Ref, Structure | None] = {}
        batch_id = applying.batch_id
        made = [ref for ref in wishes.structures if isinstance(ref, int)]
        self._own = {own_structure(batch_id, line) for line in made}
        others = [one for one in now.structures.values() if one.id not in self._own]
        self._by_siret = {one.siret: one for one in others if one.siret}
        self._by_name: dict[tuple[str, str], list[Structure]] = {}
        for one in others:
            key = (structure_key(one.name), one.postcode)
            self._by_name.setdefault(key, []).append(one)
        self.writes: list[StructureWrite] = []
        self.centres: list[CentreWrite] = []

    def wish(self, wish: StructureWish) -> None:
        if isinstance(wish.ref, int):
            self._plan_new_structure(wish)
            return
        before = self._now.structures.get(wish.ref)
        why = self._refusal(before)
        if before is None or why is not None:
            write = StructureWrite(record_id=wish.ref, line=wish.line, why=why)
            self.writes.append(write)
            return
        taken = self._by_siret.get(wish.data.siret or "")
        after, lost = update_structure(
            before,
            wish,
            gazetteer=self._applying.gazetteer,
            is_siret_taken=taken is not None and taken.id != before.id,
        )
        self._places[wish.ref] = after
        self.writes.append(
            StructureWrite(
                record_id=before.id,
                line=wish.line,
                before=before,
                after=after,
                why=Why.FIELDS_CHANGED if lost else None,
                columns=lost,
            )
        )

    def _plan_new_structure(self, wish: StructureWish) -> None:
        batch_id = self._applying.batch_id
        structure_id = own_structure(batch_id, wish.line)
        other = self._standing(wish)
        if other:
            self._places[wish.ref] = None if self._refusal(other) else other
            write = StructureWrite(
                record_id=structure_id, line=wish.line, why=Why.EXISTS
            )
            self.writes.append(write)
            return
        after = new_structure(
            wish.data,
            structure_id=structure_id,
            holder_id=self._applying.centre_id,
            origin=Origin(batch_id=batch_id, line=wish.line),
            gazetteer=self._applying.gazetteer,
        )
        self._places[wish.ref] = after
        self.writes.append(
            StructureWrite(record_id=structure_id, line=wish.line, after=after)
        )

    def _standing(self, wish: StructureWish) -> Structure | None:
        """Find what somebody else has created since the file was judged."""
        data = wish.data
        if data.siret and data.siret in self._by_siret:
            return self._by_siret[data.siret]
        named = self._by_name.get((structure_key(data.name), data.postcode), [])
        return next((one for one in named if not data.siret or not one.siret), None)

    def _refusal(self, structure: Structure | None) -> Why | None:
        if structure is None:
            return Why.GONE
        holder = self._applying.centre_id
        if holder is not None and structure.centre_id != holder:
            return Why.HELD_ELSEWHERE
        return None

    def plan_centre(self, region: str, ref: Ref) -> None:
        """Designate the region's only resource centre: it then holds the region."""
        structure = self.place(ref)
        centre_id = own_centre(self._applying.batch_id, region)
        if structure is None:
            return
        standing = self._now.homes.get(structure.id)
        if standing and standing.id != centre_id:
            return
        centre = begin_centre(
            structure,
            centre_id=centre_id,
            is_referent=True,
            on=self._applying.at.date(),
        )
        self._referents[region] = centre_id
        line = structure.provenance.line if structure.provenance else 1
        self.centres.append(CentreWrite(record_id=centre_id, line=line, after=centre))
        self._settle_home(ref, structure, centre_id)

    def _settle_home(self, ref: Ref, structure: Structure, centre_id: UUID) -> None:
        """Let the centre hold the structure where it stands."""
        known = self._now.structures.get(structure.id)
        held = structure.model_copy(update={"centre_id": centre_id})
        planned = next((w for w in self.writes if w.record_id == structure.id), None)
        bare = StructureWrite(record_id=structure.id, line=1, before=known)
        if planned is not None:
            self.writes.remove(planned)
        home = replace(planned or bare, kind=Kind.HOME, after=held)
        self.writes.append(home)
        self._places |= dict.fromkeys([ref, *self._refs_of(structure.id)], held)

    def settle_holders(self) -> None:
        """In a national import, a region's referent holds what is new there."""
        if self._applying.centre_id is not None:
            return
        settled: dict[UUID, Structure] = {}
        for number, write in enumerate(self.writes):
            one = write.after
            if one is None or write.before is not None or write.kind is Kind.HOME:
                continue
            holder = self._referents.get(one.region)
            held = one.model_copy(update={"centre_id": holder})
            settled[one.id] = held
            self.writes[number] = replace(write, after=held)
        for ref, place in self._places.items():
            if place and place.id in settled:
                self._places[ref] = settled[place.id]

    def _refs_of(self, structure_id: UUID) -> list[Ref]:
        placed = self._places.items()
        return [ref for ref, one in placed if one and one.id == structure_id]

    def place(self, ref: Ref) -> Structure | None:
        if ref in self._places or isinstance(ref, int):
            return self._places.get(ref)
        known = self._now.structures.get(ref)
        return None if self._refusal(known) else known
