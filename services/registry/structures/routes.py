"""The structures' HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from kit.http import (
    IfMatch,
    Page,
    Router,
    ScopeFor,
    etag,
    provided,
)
from kit.scope import Scope
from schemas.access import Action

from .models import NewStructure, StructureEdit, StructureQuery, StructureView
from .service import StructureService

router = Router(prefix="/structures", tags=["structures"])

Structures = Annotated[StructureService, Depends(provided(StructureService))]
MayRead = Annotated[Scope, Depends(ScopeFor(Action.READ_STRUCTURES))]
MayAdd = Annotated[Scope, Depends(ScopeFor(Action.ADD_STRUCTURES))]
MayChange = Annotated[Scope, Depends(ScopeFor(Action.CHANGE_STRUCTURES))]


@router.get("")
async def list_structures(
    structures: Structures,
    scope: MayRead,
    query: Annotated[StructureQuery, Query()],
) -> Page[StructureView]:
    found = await structures.search(query, scope=scope)
    items = [StructureView.of(one) for one in found.items]
    return Page(items=items, next=found.next)


@router.get("/{structure_id}", responses={404: {"description": "Unknown or foreign"}})
async def get_structure(
    structure_id: UUID, structures: Structures, scope: MayRead, response: Response
) -> StructureView:
    structure = await structures.get(structure_id, scope=scope)
    response.headers.update(etag(structure.version))
    return StructureView.of(structure)


@router.post(
    "", status_code=201, responses={409: {"description": "The SIRET is taken"}}
)
async def add_structure(
    new: NewStructure, structures: Structures, scope: MayAdd, response: Response
) -> StructureView:
    structure = await structures.add(new, scope=scope)
    response.headers.update(etag(structure.version))
    response.headers["Location"] = f"/api/v1/structures/{structure.id}"
    return StructureView.of(structure)


@router.patch(
    "/{structure_id}",
    responses={
        404: {"description": "Unknown or foreign"},
        409: {"description": "The SIRET is taken"},
        412: {"description": "Changed since it was read"},
        428: {"description": "Without If-Match"},
    },
)
async def change_structure(
    structure_id: UUID,
    edit: StructureEdit,
    structures: Structures,
    scope: MayChange,
    version: IfMatch,
    response: Response,
) -> StructureView:
    changes = edit.model_dump(exclude_unset=True)
    structure = await structures.change(
        structure_id, changes, version=version, scope=scope
    )
    response.headers.update(etag(structure.version))
    return StructureView.of(structure)
