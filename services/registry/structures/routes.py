"""The structures' HTTP API."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BeforeValidator, StringConstraints

from kit.http import (
    CursorQuery,
    IfMatch,
    LimitQuery,
    Page,
    Router,
    ScopeFor,
    etag,
    provided,
)
from kit.scope import Scope
from schemas.access import Action
from schemas.reference import StructureType

from .models import NewStructure, StructureEdit, StructureFilter, StructureView
from .service import StructureService

router = Router(prefix="/structures", tags=["structures"])

Structures = Annotated[StructureService, Depends(provided(StructureService))]
MayRead = Annotated[Scope, Depends(ScopeFor(Action.READ_STRUCTURES))]
MayChange = Annotated[Scope, Depends(ScopeFor(Action.CHANGE_STRUCTURES))]


Filled = BeforeValidator(lambda value: value or None)  # a form sends what is empty

Code = Annotated[str, StringConstraints(max_length=3)]


def structure_filter(
    q: Annotated[
        str, Query(max_length=100, description="Beginnings of words of its name.")
    ] = "",
    kind: Annotated[StructureType | None, Filled, Query()] = None,
    department: Annotated[Code | None, Filled, Query()] = None,
    is_reception_point: Annotated[bool | None, Filled, Query()] = None,
) -> StructureFilter:
    return StructureFilter(
        search=q,
        kind=kind,
        department=department,
        is_reception_point=is_reception_point,
    )


Wanted = Annotated[StructureFilter, Depends(structure_filter)]


@router.get("")
async def list_structures(
    structures: Structures,
    scope: MayRead,
    wanted: Wanted,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[StructureView]:
    found = await structures.search(wanted, scope=scope, after=after, limit=limit)
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
    new: NewStructure, structures: Structures, scope: MayChange, response: Response
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
