"""What the registry stores, and what it starts with."""

from collections.abc import Sequence

from kit.service import CollectionPlan, Provided

from .advisors.repository import AdvisorRepository

COLLECTIONS: Sequence[CollectionPlan] = (
    CollectionPlan(
        database="registry",
        name="advisors",
        indexes=AdvisorRepository.INDEXES,
        tells=True,
    ),
)


async def prepare(_: Provided) -> None:
    return
