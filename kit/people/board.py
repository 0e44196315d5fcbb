"""What the coming night would end of each class, and what the last one ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kit.mongo import Collection
from schemas.personal import Kept

from .ageing import Forecast


class Coming(BaseModel):
    """A dry run: how many would go that night, if it were counted now."""

    model_config = ConfigDict(frozen=True)

    count: int
    before: AwareDatetime = Field(description="What is older would go.")
    night_at: AwareDatetime
    counted_at: AwareDatetime


class Past(BaseModel):
    """How many went the last time."""

    model_config = ConfigDict(frozen=True)

    count: int
    before: AwareDatetime = Field(description="What was older went.")
    at: AwareDatetime


class Standing(BaseModel):
    """One class of records; `title` is in French and in English."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    kept: Kept
    title: tuple[str, str]
    coming: Coming | None = None
    past: Past | None = None


class RetentionBoard:
    """Each service writes its own classes; counts and dates alone, of nobody."""

    def __init__(self, classes: Collection) -> None:
        self._classes = classes

    async def expect(
        self, found: Sequence[Forecast], *, night_at: datetime, at: datetime
    ) -> None:
        for one in found:
            coming = Coming(
                count=one.count, before=one.before, night_at=night_at, counted_at=at
            )
            await self._note(one, {"coming": coming.model_dump()})

    async def tell(self, done: Sequence[Forecast], *, at: datetime) -> None:
        for one in done:
            past = Past(count=one.count, before=one.before, at=at)
            await self._note(one, {"past": past.model_dump()})

    async def list_classes(self) -> list[Standing]:
        found = self._classes.find({}).sort("_id", 1)
        return [
            Standing.model_validate({"code": one["_id"], **one}) async for one in found
        ]

    async def _note(self, one: Forecast, changes: dict[str, Any]) -> None:
        title = [one.title.fr, one.title.en]
        told = {"kept": one.kept.value, "title": title, **changes}
        await self._classes.update_one({"_id": one.code}, {"$set": told}, upsert=True)
