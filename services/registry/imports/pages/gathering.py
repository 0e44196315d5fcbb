"""Gathers what a page of the census shows, as far as its batch has it."""

from fastapi import Request, Response

from kit.http import PagesNow, TextsNow, encode_cursor
from kit.pages import Form as Filled
from kit.scope import Scope
from services.registry.imports.models import ImportBatch, LineFilter
from services.registry.imports.rules import (
    batch_place,
    effect_place,
    explain,
    explain_effect,
)
from services.registry.imports.service import ReadingService

from .lines import Wanted, shown
from .showing import WITH_LEFT_ALONE, WITH_LINES, template
from .words import STATES

SHOWN = 50
BATCHES_SHOWN = 20
NOTES_SHOWN = 5


async def list_page(
    request: Request,
    pages: PagesNow,
    reading: ReadingService,
    scope: Scope,
    *,
    form: Filled,
    after: str | None = None,
) -> Response:
    batches, last = await reading.list_batches(
        scope=scope, after=batch_place(after), limit=BATCHES_SHOWN
    )
    following = f"/recensement?after={encode_cursor(last)}" if last else None
    return pages.render(
        request,
        template("list"),
        status=422 if form.errors else 200,
        form=form,
        batches=batches,
        names=await reading.names(batches),
        centres=await reading.centres_of(scope),
        states=STATES,
        first_url="/recensement" if after else None,
        next_url=following,
    )


async def lines_of(
    reading: ReadingService,
    batch: ImportBatch,
    wanted: Wanted,
    texts: TextsNow,
) -> dict[str, object]:
    """Read the lines that the page lists, if it lists any."""
    if batch.state not in WITH_LINES:
        return {}
    kept = wanted.filter_in(batch)
    page = await reading.lines(batch, kept, after=wanted.after, limit=SHOWN)
    noted = await reading.noted(batch, limit=NOTES_SHOWN)
    doubted = LineFilter(is_warned=True)
    doubts = await reading.lines(batch, doubted, after=0, limit=NOTES_SHOWN)
    return {
        **shown(batch, wanted, page, texts),
        "notes": [(line.number, note) for line in noted for note in line.line.notes],
        "doubts": [
            (line.number, explain(reason, texts))
            for line in doubts.lines
            for reason in line.line.warnings
        ],
    }


async def left_alone_of(
    reading: ReadingService, batch: ImportBatch, after: str | None, texts: TextsNow
) -> dict[str, object]:
    if batch.state not in WITH_LEFT_ALONE:
        return {}
    place = effect_place(after)
    found = await reading.left_alone(batch, after=place, limit=SHOWN)
    rows = [
        explain_effect(one, found.lines.get(one.line), texts) for one in found.effects
    ]
    more = f"?reste={encode_cursor(found.next)}#reste" if found.next else None
    return {"left": rows, "more_left": more}
