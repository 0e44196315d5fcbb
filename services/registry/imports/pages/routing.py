"""The census's addresses for people: each step works without script."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, File, Form, Query, Request, Response, UploadFile
from starlette.responses import RedirectResponse

from kit.errors import ServiceError
from kit.http import (
    CallerNow,
    CursorQuery,
    PagesNow,
    Router,
    ScopeFor,
    TextsNow,
    VersionForm,
    posted,
    provided,
)
from kit.pages import Form as Filled
from kit.scope import Scope
from kit.sheets import MEDIA_TYPE as CSV
from kit.texts import N_
from schemas.access import Action
from services.registry.imports.models import Column, ImportBatch
from services.registry.imports.rules import (
    explain_shortly,
    line_place,
)
from services.registry.imports.service import (
    DecisionService,
    ReadingService,
    ReceivingService,
    Upload,
)

from . import gathering, showing
from . import lines as listing

router = Router(prefix="/recensement", include_in_schema=False)

Receiving = Annotated[ReceivingService, Depends(provided(ReceivingService))]
Reading = Annotated[ReadingService, Depends(provided(ReadingService))]
Decisions = Annotated[DecisionService, Depends(provided(DecisionService))]
MayImport = Annotated[Scope, Depends(ScopeFor(Action.IMPORT_CENSUS))]


def wanted_lines(
    voir: listing.View | None = None,
    champ: Column | None = None,
    after: CursorQuery = None,
) -> listing.Wanted:
    return listing.Wanted(view=voir, column=champ, after=line_place(after))


Wanted = Annotated[listing.Wanted, Depends(wanted_lines)]


@router.get("")
async def show_censuses(
    request: Request,
    pages: PagesNow,
    reading: Reading,
    scope: MayImport,
    after: CursorQuery = None,
) -> Response:
    return await gathering.list_page(
        request, pages, reading, scope, form=Filled(), after=after
    )


@router.post("")
async def deposit_census_by_form(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    receiving: Receiving,
    reading: Reading,
    caller: CallerNow,
    scope: MayImport,
    file: Annotated[UploadFile | None, File()] = None,
    centre_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    upload = Upload(
        name=file.filename or "" if file else "",
        data=await file.read() if file else b"",
        centre_id=centre_id,
    )
    match await receiving.receive_or_ask(upload, by=caller.person_id, scope=scope):
        case ImportBatch(id=batch_id):
            return RedirectResponse(f"/recensement/{batch_id}", 303)
        case ServiceError() as error:
            label = texts.gettext(N_("Fichier"))
            form = showing.refused(error, texts, field="file", label=label)
            return await gathering.list_page(request, pages, reading, scope, form=form)


@router.get("/{census_id}")
async def show_census(
    census_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    reading: Reading,
    scope: MayImport,
    wanted: Wanted,
    reste: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    batch = await reading.get(census_id, scope=scope)
    context = showing.common(batch, await reading.names([batch]), texts)
    context |= showing.moving(batch, texts) | showing.mapping_of(batch, texts)
    context |= await gathering.lines_of(reading, batch, wanted, texts)
    context |= await gathering.left_alone_of(reading, batch, reste, texts)
    return showing.page(request, pages, batch, context | {"form": Filled()})


@router.get("/{census_id}/avancement")
async def show_progress(
    census_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    reading: Reading,
    scope: MayImport,
) -> Response:
    """Answer the bar alone while something moves, then send to the page."""
    batch = await reading.get(census_id, scope=scope)
    context = showing.common(batch, {}, texts) | showing.moving(batch, texts)
    answer = showing.page(request, pages, batch, context, name="bar")
    rest = {} if batch.state.is_moving else {"HX-Redirect": f"/recensement/{batch.id}"}
    answer.headers.update(rest)
    return answer


@router.get("/{census_id}/colonnes")
async def show_columns(
    census_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    reading: Reading,
    scope: MayImport,
) -> Response:
    batch = await reading.get(census_id, scope=scope)
    context = showing.common(batch, {}, texts) | showing.mapping_of(batch, texts)
    return showing.page(
        request, pages, batch, context | {"form": Filled()}, name="columns"
    )


@router.post("/{census_id}/colonnes")
async def map_columns_by_form(
    census_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    receiving: Receiving,
    reading: Reading,
    scope: MayImport,
    version: Annotated[int, Form(ge=1, le=2**31)],
) -> Response:
    given = dict(await request.form())
    batch = await reading.get(census_id, scope=scope)
    answer = await receiving.map_or_refuse(
        census_id, showing.mapping_in(batch, given), version=version, scope=scope
    )
    match answer:
        case ImportBatch():
            return RedirectResponse(f"/recensement/{census_id}", 303)
        case ServiceError() as error:
            label = texts.gettext(N_("Colonnes"))
            refused = showing.refused(error, texts, field="", label=label)
            form = Filled(given, refused.errors)
            context = showing.common(batch, {}, texts)
            context |= showing.mapping_of(batch, texts) | {"form": form}
            return showing.page(
                request, pages, batch, context, name="columns", status=422
            )


@router.get("/{census_id}/refusees.csv")
async def download_refused(
    census_id: UUID, texts: TextsNow, reading: Reading, scope: MayImport
) -> Response:
    sheet = await reading.refused(
        census_id,
        scope=scope,
        reasons_heading=texts.gettext(N_("Motifs du refus")),
        explain=lambda reason: explain_shortly(reason, texts),
    )
    name = texts.gettext(N_("lignes-refusees")) + ".csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(sheet, media_type=CSV, headers=headers)


@router.post("/{census_id}/application")
async def apply_by_form(
    census_id: UUID,
    decisions: Decisions,
    caller: CallerNow,
    scope: MayImport,
    read: Annotated[VersionForm, Depends(posted(VersionForm))],
) -> Response:
    await decisions.apply(
        census_id, by=caller.person_id, scope=scope, version=read.version
    )
    return RedirectResponse(f"/recensement/{census_id}", 303)


@router.post("/{census_id}/annulation")
async def undo_by_form(
    census_id: UUID, decisions: Decisions, caller: CallerNow, scope: MayImport
) -> Response:
    await decisions.undo(census_id, by=caller.person_id, scope=scope)
    return RedirectResponse(f"/recensement/{census_id}", 303)


@router.post("/{census_id}/abandon")
async def abandon_by_form(
    census_id: UUID, decisions: Decisions, scope: MayImport
) -> Response:
    await decisions.abandon(census_id, scope=scope)
    return RedirectResponse("/recensement", 303)
