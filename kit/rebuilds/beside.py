"""The copies beside the live ones: made alike, filled, exchanged or dropped."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from kit.mongo import Collection, Database, Index

MARK = ".rebuild."

Active = Callable[[], Awaitable[UUID | None]]

OPTIONS = ("validator", "validationLevel", "validationAction")
INDEX_OPTIONS = (
    "unique",
    "sparse",
    "partialFilterExpression",
    "expireAfterSeconds",
    "collation",
)


class Beside:
    """The second set of one read model's collections, in the same database.

    It is named after its rebuild and after the token of the leader that holds it: one
    that wakes from a freeze knows no name under which another goes on.
    """

    def __init__(
        self,
        database: Database,
        names: tuple[str, ...],
        *,
        rebuild_id: UUID,
        holder: int,
    ) -> None:
        self._database = database
        self._names = names
        self._rebuild_id = rebuild_id
        self._suffix = _suffix(rebuild_id, holder)

    def held_by(self, token: int) -> "Beside":
        """Return the set that the leader with this token holds."""
        return Beside(
            self._database, self._names, rebuild_id=self._rebuild_id, holder=token
        )

    @property
    def live(self) -> Mapping[str, Collection]:
        return {name: self._database[name] for name in self._names}

    @property
    def rebuilt(self) -> Mapping[str, Collection]:
        return {name: self._database[name + self._suffix] for name in self._names}

    async def exists(self) -> bool:
        """Tell whether all stand there, as an interrupted rebuild leaves them."""
        wanted = {name + self._suffix for name in self._names}
        return wanted <= set(await self._database.list_collection_names())

    async def make(self) -> None:
        """Start anew, with the validators and indexes of the live ones."""
        for name in self._names:
            live = self._database[name]
            told = await live.options()
            options = {one: told[one] for one in OPTIONS if one in told}
            await self._database.create_collection(
                name + self._suffix, check_exists=False, **options
            )
            found: Mapping[str, Any] = await live.index_information()
            indexes = [_index(one, found[one]) for one in found if one != "_id_"]
            if indexes:
                await self._database[name + self._suffix].create_indexes(indexes)

    async def hand_over(self, token: int) -> None:
        """Leave it to the leader with this token: it stands under this name no more."""
        for name in self._names:
            left = self._database[name + self._suffix]
            await left.rename(name + _suffix(self._rebuild_id, token))

    async def exchange(self) -> None:
        """Put each in the place of the live one at once; done before, it is left."""
        standing = set(await self._database.list_collection_names())
        for name in self._names:
            if name + self._suffix in standing:
                await self._database[name + self._suffix].rename(name, dropTarget=True)

    async def drop(self, active: Active) -> None:
        """Drop it, what earlier leaders held, and what ended rebuilds left."""
        await sweep(self._database, self._names, active, drops=self._is_mine_or_before)

    def _is_mine_or_before(self, standing: str) -> bool:
        return any(
            standing.startswith(name + _suffix(self._rebuild_id, 0))
            and standing <= name + self._suffix
            for name in self._names
        )


async def sweep(
    database: Database,
    names: Iterable[str],
    active: Active,
    *,
    drops: Callable[[str], bool] = lambda _: False,
) -> None:
    """Drop what stands beside these collections and no rebuild goes on with.

    `active` tells which one is under way; of that one what `drops` names goes as well.
    """
    marks = tuple(name + MARK for name in names)
    found = await database.list_collection_names()
    # Asked after they were found: what has been begun since is not among them.
    rebuild_id = await active()
    for name in found:
        if name.startswith(marks) and (drops(name) or not _is_of(name, rebuild_id)):
            await database.drop_collection(name)


def _suffix(rebuild_id: UUID, holder: int) -> str:
    return MARK + rebuild_id.hex + (f".{holder:06}" if holder else "")


def _is_of(standing: str, rebuild_id: UUID | None) -> bool:
    return rebuild_id is not None and MARK + rebuild_id.hex in standing


def _index(name: str, told: Mapping[str, Any]) -> Index:
    options = {one: told[one] for one in INDEX_OPTIONS if one in told}
    return Index(list(told["key"]), name=name, **options)
