"""One's own data over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.http import Page, Router, TextsNow, provided, signed_in
from kit.identity.callers import Caller

from .models import DataCopyView, RequestView
from .service import DataCopyService

router: APIRouter = Router(prefix="/account/data", tags=["account"])

Copies = Annotated[DataCopyService, Depends(provided(DataCopyService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.get("")
async def list_data_requests(copies: Copies, caller: Person) -> Page[RequestView]:
    """List one's requests of the week, the latest first."""
    return Page(items=[RequestView.of(one) for one in await copies.latest(caller)])


@router.post("", status_code=202)
async def request_data(copies: Copies, caller: Person) -> RequestView:
    """Ask every service for what it keeps of oneself; it takes a few seconds."""
    return RequestView.of(await copies.ask(caller))


@router.get("/{request_id}", responses={404: {"description": "None of one’s own"}})
async def get_data(
    request_id: UUID, copies: Copies, caller: Person, texts: TextsNow
) -> DataCopyView:
    """Read all that is kept of oneself, once `awaited` is empty."""
    copy = await copies.get(request_id, caller=caller)
    return DataCopyView.of(copy, language=texts.language)
