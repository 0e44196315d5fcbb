"""The names of the centres, structures, organisations and regions of roles."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from uuid import UUID

from kit.identity.callers import Grant
from schemas.reference import REGIONS

Names = Callable[[Iterable[UUID]], Awaitable[Mapping[UUID, str]]]


class Places:
    """Asks each register of names in turn; who knows them stands above accounts."""

    def __init__(self, *registers: Names) -> None:
        self._registers = registers

    async def of(self, grants: Sequence[Grant]) -> tuple[str, ...]:
        """Return one name for each grant, empty where there is none."""
        wanted = {id_ for one in grants if (id_ := _id_of(one)) is not None}
        known: dict[UUID, str] = {}
        for names in self._registers if wanted else ():
            known |= await names(wanted)
        return tuple(_name(one, known) for one in grants)


def _id_of(grant: Grant) -> UUID | None:
    return grant.structure_id or grant.holder_id


def _name(grant: Grant, known: Mapping[UUID, str]) -> str:
    if grant.region is not None:
        return REGIONS.get(grant.region, grant.region)
    id_ = _id_of(grant)
    return "" if id_ is None else known.get(id_, "")
