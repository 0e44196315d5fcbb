"""What can be done with resource centres."""

from uuid import UUID

from kit.clock import Clock
from kit.errors import StaleVersion
from kit.ids import new_id
from kit.mongo import Mongo, Transaction
from kit.scope import Everything
from services.registry.structures import facts as structure_facts
from services.registry.structures.repository import StructureRepository

from . import facts, rules
from .models import CentreView, Designation, ResourceCentre
from .repository import CentreRepository

PUBLIC = Everything("what resource centres show to the public")
NATION = Everything("the nation designates resource centres")


class CentreService:
    def __init__(
        self,
        *,
        centres: CentreRepository,
        structures: StructureRepository,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._centres = centres
        self._structures = structures
        self._mongo = mongo
        self._clock = clock

    async def list_public(self) -> list[CentreView]:
        """List the active centres by region, the referent first."""
        centres = await self._centres.list_active()
        found = await self._structures.by_ids(
            (centre.structure_id for centre in centres), scope=PUBLIC
        )
        structures = {structure.id: structure for structure in found}
        return [CentreView.of(one, structures.get(one.structure_id)) for one in centres]

    async def view(self, centre: ResourceCentre) -> CentreView:
        structure = await self._structures.find(centre.structure_id, scope=PUBLIC)
        return CentreView.of(centre, structure)

    async def designate(self, wish: Designation) -> ResourceCentre:
        """Make a structure a centre of its region; from then on it holds itself."""
        centre_id, at = new_id(), self._clock()

        async def do(tx: Transaction) -> ResourceCentre:
            structure = await self._structures.get(
                wish.structure_id, scope=NATION, tx=tx
            )
            centre = rules.designate(
                structure,
                centre_id=centre_id,
                is_referent=wish.is_referent,
                on=at.date(),
            )
            added = await self._centres.add(
                centre, facts.designated(centre), at=at, tx=tx
            )
            held = structure.model_copy(update={"centre_id": centre_id})
            told = structure_facts.changed(held)
            await self._structures.change(structure, held, told, at=at, tx=tx)
            return added

        return await self._mongo.transaction(do)

    async def withdraw(self, centre_id: UUID, *, version: int) -> ResourceCentre:
        """End a centre; what it held stays with it until it is handed over."""
        centre = await self._centres.get(centre_id)
        if centre.version != version:
            raise StaleVersion(centre_id, version)
        at = self._clock()
        ended = rules.withdraw(centre, on=at.date())
        return await self._centres.change(centre, ended, facts.withdrawn(ended), at=at)
