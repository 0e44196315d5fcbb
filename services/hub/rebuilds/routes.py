"""The HTTP API of read models and their rebuilds."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from kit.http import Page, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import NewRebuild, ReadModelView, RebuildView, read_model, view
from .service import RebuildService

models = Router(prefix="/read-models", tags=["read models"])
rebuilds = Router(prefix="/rebuilds", tags=["read models"])

Rebuilding = Annotated[RebuildService, Depends(provided(RebuildService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]
ModelName = Annotated[str, Path(max_length=80, description="As read models are named.")]
Responses = dict[int | str, dict[str, Any]]
ABSENT: Responses = {404: {"description": "No such rebuild."}}
TAKEN: Responses = {409: {"description": "This copy is being rebuilt."}}
GOES_ON: Responses = ABSENT | {409: {"description": "It does not stop any more."}}


@models.get("")
async def list_read_models(rebuilding: Rebuilding, _: Operator) -> Page[ReadModelView]:
    """List the copies that services keep, each with its last rebuild."""
    found = await rebuilding.list_read_models()
    return Page(items=[read_model(promised, last) for promised, last in found])


@rebuilds.get("")
async def list_rebuilds(rebuilding: Rebuilding, _: Operator) -> Page[RebuildView]:
    """List the last rebuilds, the latest first."""
    return Page(items=[view(one) for one in await rebuilding.latest()])


@rebuilds.post("", status_code=202, responses=TAKEN)
async def ask_rebuild(
    wanted: NewRebuild, rebuilding: Rebuilding, operator: Operator
) -> RebuildView:
    """Build a copy from the journal beside the live one, and compare the two."""
    return view(await rebuilding.ask(wanted, by=operator.person_id))


@rebuilds.get("/{model}/{rebuild_id}", responses=ABSENT)
async def get_rebuild(
    model: ModelName, rebuild_id: UUID, rebuilding: Rebuilding, _: Operator
) -> RebuildView:
    return view(await rebuilding.get(model, rebuild_id))


@rebuilds.post("/{model}/{rebuild_id}/cancel", responses=GOES_ON)
async def cancel_rebuild(
    model: ModelName, rebuild_id: UUID, rebuilding: Rebuilding, _: Operator
) -> RebuildView:
    """Stop it; the live copy has not been touched."""
    return view(await rebuilding.cancel(model, rebuild_id))


routers: tuple[APIRouter, ...] = (models, rebuilds)
