"""The names of the centres and organisations that roles are held for."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from uuid import UUID

from kit.identity.callers import Grant

Names = Callable[[Iterable[UUID]], Awaitable[Mapping[UUID, str]]]


class Places:
    """Asks each register of names in turn; who knows them stands above accounts."""

    def __init__(self, *registers: Names) -> None:
        self._registers = registers

    async def of(self, grants: Sequence[Grant]) -> tuple[str, ...]:
        """Return one name for each grant, empty where there is none."""
        wanted = {one.holder_id for one in grants if one.holder_id is not None}
        known: dict[UUID, str] = {}
        for names in self._registers if wanted else ():
            known |= await names(wanted)
        return tuple(
            known.get(one.holder_id, "") if one.holder_id else "" for one in grants
        )
