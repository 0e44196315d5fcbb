"""The copies beside the live ones: made alike, filled, exchanged or dropped."""

from collections.abc import Iterable, Mapping
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
        self._suffix = MARK + rebuild_id.hex + (f".{holder:06}" if holder else "")

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

    async def take_over(self, left: "Beside") -> None:
        """Go on with what another leader left; it stands under that name no more."""
        for name in self._names:
            before = self._database[name + left._suffix]  # noqa: SLF001 - of its kind
            await before.rename(name + self._suffix)

    async def exchange(self) -> None:
        """Put each in the place of the live one at once; done before, it is left."""
        standing = set(await self._database.list_collection_names())
        for name in self._names:
            if name + self._suffix in standing:
                await self._database[name + self._suffix].rename(name, dropTarget=True)

    async def standing(self) -> list[str]:
        """Name all that stands beside, of this rebuild and of others."""
        return await standing(self._database, self._names)

    async def drop(self, found: Iterable[str], *, active: UUID | None) -> None:
        """Drop of these what nobody goes on with.

        `active` is the rebuild under way, asked after these were found: what another
        has begun since is not among them. Of that one a leader knows its own and what
        earlier ones held.
        """
        for name in found:
            is_mine = _rebuild_of(name) == self._rebuild_id.hex
            is_before = any(name <= one + self._suffix for one in self._of(name))
            if not _is_of(name, active) or (is_mine and is_before):
                await self._database.drop_collection(name)

    def _of(self, standing: str) -> list[str]:
        return [one for one in self._names if standing.startswith(one + MARK)]


async def standing(database: Database, names: Iterable[str]) -> list[str]:
    """Name what stands beside the live collections of these names."""
    marks = tuple(name + MARK for name in names)
    found = await database.list_collection_names()
    return sorted(name for name in found if name.startswith(marks))


async def drop_left(
    database: Database, found: Iterable[str], *, active: UUID | None
) -> None:
    """Drop of these what is not of `active`, which was asked after they were found."""
    for name in found:
        if not _is_of(name, active):
            await database.drop_collection(name)


def _is_of(name: str, rebuild_id: UUID | None) -> bool:
    return rebuild_id is not None and _rebuild_of(name) == rebuild_id.hex


def _rebuild_of(name: str) -> str:
    """Return the rebuild, in hexadecimal, that such a collection is named after."""
    return name.partition(MARK)[2].partition(".")[0]


def _index(name: str, told: Mapping[str, Any]) -> Index:
    options = {one: told[one] for one in INDEX_OPTIONS if one in told}
    return Index(list(told["key"]), name=name, **options)
