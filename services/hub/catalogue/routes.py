"""The HTTP API of the catalogue: open to all."""

from typing import Annotated

from fastapi import Depends, Path

from kit.http import CallerNow, Page, Router, provided

from .models import EventTypeSummary, EventTypeView
from .service import CatalogueService

router = Router(prefix="/event-types", tags=["event types"])

Catalogue = Annotated[CatalogueService, Depends(provided(CatalogueService))]
TypeName = Annotated[
    str, Path(max_length=120, description="The whole or the short name of a type.")
]


@router.get("")
async def list_event_types(catalogue: Catalogue) -> Page[EventTypeSummary]:
    return Page(items=catalogue.list_types())


@router.get("/{type_name}", responses={404: {"description": "No such type."}})
async def get_event_type(
    type_name: TypeName, catalogue: Catalogue, caller: CallerNow
) -> EventTypeView:
    return await catalogue.describe(type_name, caller=caller)
