"""The copies beside the live ones: made alike, filled, exchanged or dropped."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kit.mongo import Collection, Database, Index

MARK = ".rebuild."
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

    It is named after its rebuild and after the leader that made it: one that wakes from
    a freeze knows no name under which another goes on, and drops nothing of theirs.
    """

    def __init__(
        self,
        database: Database,
        names: tuple[str, ...],
        *,
        rebuild_id: UUID,
        made_by: int,
    ) -> None:
        self._database = database
        self._names = names
        self._rebuild_id = rebuild_id
        self._suffix = MARK + rebuild_id.hex + (f".{made_by:06}" if made_by else "")

    def made_by(self, token: int) -> "Beside":
        """Return the set that the leader with this token makes."""
        return Beside(
            self._database, self._names, rebuild_id=self._rebuild_id, made_by=token
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
        await self.drop()
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

    async def exchange(self) -> None:
        """Put each in the place of the live one at once; done before, it is left."""
        standing = set(await self._database.list_collection_names())
        for name in self._names:
            if name + self._suffix in standing:
                await self._database[name + self._suffix].rename(name, dropTarget=True)

    async def drop(self) -> None:
        """Drop this one and those before it: ids and tokens go up with time."""
        for standing in await self._database.list_collection_names():
            if any(self._is_mine_or_before(standing, name) for name in self._names):
                await self._database.drop_collection(standing)

    def _is_mine_or_before(self, standing: str, name: str) -> bool:
        return standing.startswith(name + MARK) and standing <= name + self._suffix


def _index(name: str, told: Mapping[str, Any]) -> Index:
    options = {one: told[one] for one in INDEX_OPTIONS if one in told}
    return Index(list(told["key"]), name=name, **options)
