"""What the copies of organisations do when the registry tells of changes."""

from collections.abc import Iterator, Sequence

from kit.messaging.envelope import Told
from schemas.base import Event
from schemas.events.registry import PartnerFact, StructureFact

from .models import Organisation
from .repository import OrganisationRepository


class OrganisationHandlers:
    def __init__(self, organisations: OrganisationRepository) -> None:
        self._organisations = organisations

    async def on_facts(self, batch: Sequence[Told[Event]]) -> None:
        await self._organisations.overtake(_copies(batch))


def _copies(batch: Sequence[Told[Event]]) -> Iterator[tuple[Organisation, int]]:
    for told in batch:
        match told.fact:
            case StructureFact(structure_id=id_, name=name):
                yield Organisation(id=id_, name=name), told.sequence
            case PartnerFact(organisation_id=id_, name=name):
                yield Organisation(id=id_, name=name), told.sequence
