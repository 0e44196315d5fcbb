"""What structures need to know of those who stand on them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from kit.scope import Scope


class StaffMember(Protocol):
    """An advisor of a structure; the name stands on the person's card."""

    @property
    def id(self) -> UUID: ...

    @property
    def person_id(self) -> UUID: ...

    @property
    def profile(self) -> str: ...

    @property
    def status(self) -> str: ...


class Staff(Protocol):
    async def at_structure(
        self, structure_id: UUID, *, scope: Scope
    ) -> Sequence[StaffMember]: ...


class Centre(Protocol):
    """A structure's part as a resource centre."""

    @property
    def id(self) -> UUID: ...

    @property
    def version(self) -> int: ...

    @property
    def is_referent(self) -> bool: ...

    @property
    def since(self) -> date: ...


class Holders(Protocol):
    """The resource centres that hold structures; each is a structure itself."""

    async def names_of(self, centre_ids: Iterable[UUID]) -> Mapping[UUID, str]: ...

    async def find_at(self, structure_id: UUID) -> Centre | None: ...
