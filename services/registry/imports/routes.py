"""The census's HTTP API: deposit, watch, read, apply, undo."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, File, Form, Query, Response, UploadFile
from pydantic import Json
from starlette.responses import StreamingResponse

from kit.http import (
    CallerNow,
    CursorQuery,
    IfMatch,
    LimitQuery,
    Page,
    Router,
    ScopeFor,
    TextsNow,
    encode_cursor,
    etag,
    provided,
)
from kit.scope import Scope
from kit.sheets import MEDIA_TYPE as CSV
from kit.texts import N_
from schemas.access import Action

from .models import (
    CensusView,
    Column,
    ColumnName,
    EffectView,
    Heading,
    ImportBatch,
    LineFilter,
    LineView,
    MappingRequest,
    Progress,
    Summary,
    Verdict,
)
from .rules import (
    batch_place,
    effect_place,
    explain_effect,
    explain_line,
    explain_shortly,
    line_place,
)
from .service import DecisionService, ReadingService, ReceivingService, Upload

router = Router(prefix="/censuses", tags=["censuses"])

Receiving = Annotated[ReceivingService, Depends(provided(ReceivingService))]
Reading = Annotated[ReadingService, Depends(provided(ReadingService))]
Decisions = Annotated[DecisionService, Depends(provided(DecisionService))]
MayImport = Annotated[Scope, Depends(ScopeFor(Action.IMPORT_CENSUS))]
Mapping = Annotated[
    Json[dict[Heading, ColumnName]] | None,
    Form(description="JSON: the column each heading stands for, by hand."),
]
UNKNOWN = {"description": "Unknown, or another centre's"}
REFUSED = {"description": "No census can be read in it; it says why, and by which line"}


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
    return _view(batch, response)


@router.get("")
async def list_censuses(
    reading: Reading,
    scope: MayImport,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[CensusView]:
    """List the latest first."""
    found, last = await reading.list_batches(
        scope=scope, after=batch_place(after), limit=limit
    )
    items = [CensusView.of(one) for one in found]
    return Page(items=items, next=encode_cursor(last) if last else None)


@router.get("/{census_id}", responses={404: UNKNOWN})
async def get_census(
    census_id: UUID, reading: Reading, scope: MayImport, response: Response
) -> CensusView:
    return _view(await reading.get(census_id, scope=scope), response)


@router.get(
    "/{census_id}/progress",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}, 404: UNKNOWN},
)
async def watch_census(
    census_id: UUID, reading: Reading, scope: MayImport
) -> StreamingResponse:
    """Stream the progress (server-sent events) until nothing moves any more."""
    await reading.get(census_id, scope=scope)
    told = reading.watch(census_id, scope=scope)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _events(told), media_type="text/event-stream", headers=headers
    )


@router.get(
    "/{census_id}/summary",
    responses={404: UNKNOWN, 409: {"description": "Not analysed"}},
)
async def get_census_summary(
    census_id: UUID, reading: Reading, scope: MayImport
) -> Summary:
    """Give the figures of the whole file, and each reason by line and column."""
    return await reading.summary(census_id, scope=scope)


@router.get("/{census_id}/lines", responses={404: UNKNOWN})
async def list_census_lines(
    census_id: UUID,
    reading: Reading,
    scope: MayImport,
    texts: TextsNow,
    verdict: Verdict | None = None,
    column: Annotated[Column | None, Query(description="With a reason on it.")] = None,
    is_warned: Annotated[
        bool | None, Query(description="Doubted, not refused.")
    ] = None,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[LineView]:
    batch = await reading.get(census_id, scope=scope)
    kept = LineFilter(verdict=verdict, column=column, is_warned=is_warned)
    found = await reading.lines(batch, kept, after=line_place(after), limit=limit)
    items = [explain_line(line, texts) for line in found.lines]
    return Page(items=items, next=encode_cursor(found.next) if found.next else None)


@router.get("/{census_id}/left-alone", responses={404: UNKNOWN})
async def list_census_left_alone(
    census_id: UUID,
    reading: Reading,
    scope: MayImport,
    texts: TextsNow,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[EffectView]:
    """List the records that applying or undoing did not touch, and why."""
    batch = await reading.get(census_id, scope=scope)
    found = await reading.left_alone(batch, after=effect_place(after), limit=limit)
    lines = found.lines
    items = [explain_effect(one, lines.get(one.line), texts) for one in found.effects]
    return Page(items=items, next=encode_cursor(found.next) if found.next else None)


@router.get(
    "/{census_id}/refused",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}, 404: UNKNOWN},
)
async def download_refused_lines(
    census_id: UUID, reading: Reading, scope: MayImport, texts: TextsNow
) -> Response:
    """Give the refused lines as they came, with their reasons in a column more."""
    sheet = await reading.refused(
        census_id,
        scope=scope,
        reasons_heading=texts.gettext(N_("Motifs du refus")),
        explain=lambda reason: explain_shortly(reason, texts),
    )
    return Response(sheet, media_type=CSV)


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
    return _view(batch, response)


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
    return _view(batch, response)


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
    return _view(batch, response)


@router.post(
    "/{census_id}/abandonment",
    responses={404: UNKNOWN, 409: {"description": "Applied, at work or closed"}},
)
async def abandon_census(
    census_id: UUID, decisions: Decisions, scope: MayImport, response: Response
) -> CensusView:
    return _view(await decisions.abandon(census_id, scope=scope), response)


def _view(batch: ImportBatch, response: Response) -> CensusView:
    response.headers.update(etag(batch.version))
    return CensusView.of(batch)


async def _events(told: AsyncIterator[Progress]) -> AsyncIterator[str]:
    async for progress in told:
        yield f"event: progress\ndata: {progress.model_dump_json()}\n\n"
