"""What services tell each other about people as such: erased, asking, confirmed."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from schemas.base import Event, Says


class ErasedFact(Event):
    """A person is gone: whoever keeps something of them erases it."""

    person_id: UUID


class DataFact(Event):
    """A person asks for all that is kept of them: each service gathers its part."""

    request_id: UUID
    person_id: UUID


class ErasureFact(Event):
    """`erased` counts documents by their collection, `database.collection`."""

    says: ClassVar[Says] = Says(
        "Effacement confirmé",
        "Erasure confirmed",
        "Ce service a effacé ce qu’il gardait d’une personne, et dit combien.",
        "This service has erased what it kept of a person, and says how much.",
    )
    example: ClassVar[dict[str, Any]] = {
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
        "erased": {"notifications.inbox": 12},
    }

    person_id: UUID
    erased: Mapping[str, int]

    @property
    def key(self) -> str:
        return str(self.person_id)
