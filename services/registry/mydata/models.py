"""A request for what is kept of oneself, and the copy that comes of it."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from kit.aggregates import Aggregate
from kit.people import Part, Section

SERVICES: Final = ("registry", "governance", "webinars", "notifications", "hub")


class DataRequest(Aggregate):
    person_id: UUID
    asked_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class DataCopy:
    """What has been gathered so far."""

    request: DataRequest
    parts: tuple[Part, ...]

    @property
    def awaited(self) -> tuple[str, ...]:
        known = {part.service for part in self.parts}
        return tuple(one for one in SERVICES if one not in known)

    @property
    def is_complete(self) -> bool:
        return not self.awaited

    @property
    def sections(self) -> list[Section]:
        """The classes of records in the order of the services."""
        ranked = sorted(self.parts, key=lambda part: SERVICES.index(part.service))
        return [section for part in ranked for section in part.sections]


class RequestView(BaseModel):
    id: UUID
    asked_at: AwareDatetime

    @classmethod
    def of(cls, request: DataRequest) -> "RequestView":
        return cls(id=request.id, asked_at=request.asked_at)


class SectionView(BaseModel):
    """The records of one class, as they are stored."""

    code: str
    title: str
    records: list[dict[str, Any]]


class DataCopyView(BaseModel):
    """`awaited` are the services whose part has not come yet: ask again."""

    id: UUID
    person_id: UUID
    asked_at: AwareDatetime
    awaited: list[str]
    sections: list[SectionView]

    @classmethod
    def of(cls, copy: DataCopy, *, language: str) -> "DataCopyView":
        return cls(
            id=copy.request.id,
            person_id=copy.request.person_id,
            asked_at=copy.request.asked_at,
            awaited=list(copy.awaited),
            sections=[
                SectionView(
                    code=one.code,
                    title=one.title[1] if language == "en" else one.title[0],
                    records=list(one.records),
                )
                for one in copy.sections
            ],
        )
