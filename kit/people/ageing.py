"""Classes of records that have an age, and end with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from kit.mongo import Collection, Document
from schemas.personal import Kept
from schemas.reference import Label

TOLD: Final[Document] = {"pending.0": {"$exists": False}}


class Ageing(Protocol):
    """A class of records that has an age; `before` is when the last to go was new."""

    @property
    def kept(self) -> Kept: ...

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> Label: ...

    async def count(self, before: datetime) -> int: ...

    async def end(self, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many of a class would go, or went."""

    code: str
    kept: Kept
    title: Label
    before: datetime
    count: int


class AgedOut:
    """Documents that are deleted, once they have told all they had to tell."""

    def __init__(
        self,
        documents: Collection,
        *,
        kept: Kept,
        title: Label,
        since: str,
        **only: Any,
    ) -> None:
        self.kept = kept
        self.title = title
        self.code = f"{documents.database.name.rpartition('_')[2]}.{documents.name}"
        self._documents = documents
        self._since = since
        self._only = only

    async def count(self, before: datetime) -> int:
        return int(await self._documents.count_documents(self._query(before)))

    async def end(self, before: datetime) -> int:
        gone = await self._documents.delete_many(self._query(before))
        return int(gone.deleted_count)

    def _query(self, before: datetime) -> Document:
        return {self._since: {"$lt": before}, **self._only, **TOLD}
