"""What machines read of a census."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from starlette.responses import StreamingResponse

from kit.http import (
    CursorQuery,
    LimitQuery,
    Page,
    TextsNow,
    encode_cursor,
)
from kit.sheets import MEDIA_TYPE as CSV
from kit.texts import N_
from services.registry.imports.models import (
    CensusView,
    Column,
    EffectView,
    LineFilter,
    LineView,
    Progress,
    Summary,
    Verdict,
)
from services.registry.imports.rules import (
    batch_place,
    effect_place,
    explain_effect,
    explain_line,
    explain_shortly,
    line_place,
)

from .surroundings import (
    UNKNOWN,
    MayImport,
    Reading,
    router,
    view,
)


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
    return view(await reading.get(census_id, scope=scope), response)


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


async def _events(told: AsyncIterator[Progress]) -> AsyncIterator[str]:
    async for progress in told:
        yield f"event: progress\ndata: {progress.model_dump_json()}\n\n"
