"""Shows a person who looked at their record."""

from kit.identity.callers import Caller, Grant
from kit.trace import Chain, Entry
from services.registry.accounts.service import Places
from services.registry.impersonations.repository import ImpersonationRepository

from .models import Consultations, Occasion
from .rules import consultation, occasion

OCCASIONS_SHOWN = 20


class ConsultationService:
    """The person is the scope: nobody reads another's."""

    def __init__(
        self, *, chain: Chain, occasions: ImpersonationRepository, places: Places
    ) -> None:
        self._chain = chain
        self._occasions = occasions
        self._places = places

    async def list_consultations(
        self, caller: Caller, *, before: int | None, limit: int
    ) -> Consultations:
        person_id = caller.person
        found = await self._chain.of_person(person_id, before=before, limit=limit + 1)
        shown = found[:limit]
        places = await self._places.of([_held(one.entry) for one in shown])
        return Consultations(
            items=tuple(
                consultation(link, person_id=person_id, place=place)
                for link, place in zip(shown, places, strict=True)
            ),
            next=shown[-1].position if len(found) > limit else None,
        )

    async def occasions(self, caller: Caller) -> list[Occasion]:
        """Return when somebody acted in the person's place, and why."""
        found = await self._occasions.of_person(caller.person, limit=OCCASIONS_SHOWN)
        return [occasion(one) for one in found]


def _held(entry: Entry) -> Grant:
    """Say over what the reader's role was held."""
    return Grant(entry.role or "", holder_id=entry.holder_id, region=entry.region)
