"""What machines do with a census."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Response, UploadFile
from pydantic import Json

from kit.http import (
    CallerNow,
    IfMatch,
)
from services.registry.imports.models import (
    CensusView,
    ColumnName,
    Heading,
    MappingRequest,
)
from services.registry.imports.service import Upload

from .surroundings import (
    REFUSED,
    UNKNOWN,
    Decisions,
    MayImport,
    Receiving,
    router,
    view,
)

Mapping = Annotated[
    Json[dict[Heading, ColumnName]] | None,
    Form(description="JSON: the column each heading stands for, by hand."),
]


@router.post(
    "", status_code=201, responses={413: {"description": "Too large"}, 422: REFUSED}
)
async def deposit_census(
    file: Annotated[UploadFile, File(description="CSV or XLSX, 10 MB at most.")],
    receiving: Receiving,
    caller: CallerNow,
    scope: MayImport,
    response: Response,
    centre_id: Annotated[UUID | None, Form(description="If you have several.")] = None,
    mapping: Mapping = None,
) -> CensusView:
    """Keep a file and have it analysed; nothing is written before it is applied."""
    upload = Upload(
        name=file.filename or "",
        data=await file.read(),
        centre_id=centre_id,
        mapping=mapping or {},
    )
    batch = await receiving.receive(upload, by=caller.person_id, scope=scope)
    response.headers["Location"] = f"/api/v1/censuses/{batch.id}"
    return view(batch, response)


@router.put(
    "/{census_id}/mapping",
    responses={
        404: UNKNOWN,
        409: {"description": "Not before its preview"},
        412: {"description": "Changed since it was read"},
        422: REFUSED,
    },
)
async def map_census_columns(
    census_id: UUID,
    wanted: MappingRequest,
    receiving: Receiving,
    scope: MayImport,
    version: IfMatch,
    response: Response,
) -> CensusView:
    """Say by hand what the headings stand for; the file is judged anew."""
    batch = await receiving.map_columns(
        census_id, wanted.mapping, version=version, scope=scope
    )
    return view(batch, response)


@router.post(
    "/{census_id}/application",
    status_code=202,
    responses={404: UNKNOWN, 409: {"description": "No preview, or applied before"}},
)
async def apply_census(
    census_id: UUID,
    decisions: Decisions,
    caller: CallerNow,
    scope: MayImport,
    response: Response,
) -> CensusView:
    """Have the valid lines written as one batch; watch its progress."""
    batch = await decisions.apply(census_id, by=caller.person_id, scope=scope)
    return view(batch, response)


@router.post(
    "/{census_id}/withdrawal",
    status_code=202,
    responses={404: UNKNOWN, 409: {"description": "Not applied, or undone before"}},
)
async def undo_census(
    census_id: UUID,
    decisions: Decisions,
    caller: CallerNow,
    scope: MayImport,
    response: Response,
) -> CensusView:
    """Take the batch out; what was changed since, or has an account, is kept."""
    batch = await decisions.undo(census_id, by=caller.person_id, scope=scope)
    return view(batch, response)


@router.post(
    "/{census_id}/abandonment",
    responses={404: UNKNOWN, 409: {"description": "Applied, at work or closed"}},
)
async def abandon_census(
    census_id: UUID, decisions: Decisions, scope: MayImport, response: Response
) -> CensusView:
    return view(await decisions.abandon(census_id, scope=scope), response)
