"""What every answer of these pages is made from, and the address that led there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.requests import Request

from kit.http import PagesNow, TextsNow, allowed, provided
from kit.identity.callers import Caller
from kit.pages import Pages
from kit.texts import N_, Texts
from schemas.access import Action
from services.hub.deadletters.models import Family, State, Wanted
from services.hub.deadletters.models.selecting import EARLIEST, LATEST, Name
from services.hub.deadletters.service import DeadLetterService, ReplayService

HERE = "/lettres-mortes"
PARIS = ZoneInfo("Europe/Paris")
LABELS = {"reason": N_("Motif"), "id": N_("Messages choisis")}

Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]
Letters = Annotated[DeadLetterService, Depends(provided(DeadLetterService))]
Replays = Annotated[ReplayService, Depends(provided(ReplayService))]
Day = Annotated[date, Field(ge=EARLIEST.date(), lt=LATEST.date())]


class Asked(BaseModel):
    """The filters as the address names them; an empty one is none."""

    model_config = ConfigDict(frozen=True)

    etat: State = "waiting"
    lecteur: Name | None = None
    cause: Family | None = None
    motif: Name | None = None
    type: Name | None = None
    objet: Name | None = None
    depuis: Day | None = None
    jusqua: Day | None = None
    after: Annotated[str | None, Field(max_length=4_000)] = None

    @model_validator(mode="before")
    @classmethod
    def _without_empty_fields(cls, told: Any) -> Any:
        if not isinstance(told, Mapping):
            return told
        return {name: value for name, value in told.items() if value != ""}

    @property
    def wanted(self) -> Wanted:
        """The letters meant; a day is one of Paris, and the last one counts whole."""
        return Wanted(
            state=self.etat,
            group=self.lecteur,
            family=self.cause,
            reason=self.motif,
            type=self.type,
            key=self.objet,
            since=_midnight(self.depuis),
            until=_midnight(self.jusqua, later=timedelta(days=1)),
        )

    @property
    def is_narrow(self) -> bool:
        fine = (self.motif, self.type, self.objet, self.depuis, self.jusqua)
        return any(one is not None for one in fine)


@dataclass(frozen=True, slots=True)
class Desk:
    request: Request
    pages: Pages
    texts: Texts
    letters: DeadLetterService
    asked: Asked

    @property
    def wanted(self) -> Wanted:
        return self.asked.wanted

    @property
    def labels(self) -> dict[str, str]:
        return {name: self.texts.gettext(label) for name, label in LABELS.items()}

    @property
    def kept(self) -> dict[str, str]:
        """The filters in force, for an address or for hidden fields."""
        told = self.asked.model_dump(mode="json", exclude={"after"})
        return {name: value for name, value in told.items() if value is not None}

    def href(
        self,
        letter_id: UUID | None = None,
        *,
        act: str = "",
        **changes: str | None,
    ) -> str:
        """Return the address of a list or a letter that keeps the other filters."""
        told = {**self.kept, **changes}
        query = {name: value for name, value in told.items() if value}
        parts = [HERE, str(letter_id or ""), act]
        return f"{'/'.join(filter(None, parts))}?{urlencode(query)}"


def desk(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    letters: Letters,
    asked: Annotated[Asked, Query()],
) -> Desk:
    return Desk(request, pages, texts, letters, asked)


OpenDesk = Annotated[Desk, Depends(desk)]


def _midnight(day: date | None, *, later: timedelta = timedelta(0)) -> datetime | None:
    return None if day is None else datetime.combine(day + later, time.min, PARIS)
