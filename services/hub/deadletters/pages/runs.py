"""The pages of a replay of many: what it would meet, then how far it is."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import PagesNow, Router, posted, read_form
from services.hub.deadletters.models import (
    Chosen,
    NewReplay,
    RunView,
    Selection,
)
from services.hub.journal.rules.names import short_type

from .desk import HERE, Desk, OpenDesk, Operator, Replays
from .showing import show

router = Router(include_in_schema=False)

RUNS = f"{HERE}/rejeux"


@router.get(f"{HERE}/essai")
async def rehearse_filtered(desk: OpenDesk, replays: Replays, _: Operator) -> Response:
    wanted = desk.wanted
    selection = Selection(**wanted.model_dump(exclude={"state"}))
    return await _rehearsed(desk, replays, selection)


@router.post(f"{HERE}/essai")
async def rehearse_chosen(desk: OpenDesk, replays: Replays, _: Operator) -> Response:
    chosen, form = await read_form(desk.request, Chosen, desk.texts, labels=desk.labels)
    if chosen is None:
        return await show(desk, None, form=form, status=422)
    return await _rehearsed(desk, replays, Selection(ids=chosen.id))


@router.get(RUNS)
async def show_letter_replays(
    request: Request, pages: PagesNow, replays: Replays, _: Operator
) -> Response:
    return pages.render(
        request,
        "hub/deadletters/runs.html",
        runs=await replays.latest(),
        here=HERE,
        address=RUNS,
    )


@router.post(RUNS)
async def start_letter_replay(
    replays: Replays,
    operator: Operator,
    new: Annotated[NewReplay, Depends(posted(NewReplay))],
) -> Response:
    run = await replays.start(new, by=operator.person_id)
    return RedirectResponse(f"{RUNS}/{run.id}", 303)


@router.get(RUNS + "/{run_id}")
async def show_letter_replay(
    run_id: UUID, request: Request, pages: PagesNow, replays: Replays, _: Operator
) -> Response:
    return _run(request, pages, await replays.get(run_id), name="run")


@router.get(RUNS + "/{run_id}/avancement")
async def show_letter_replay_progress(
    run_id: UUID, request: Request, pages: PagesNow, replays: Replays, _: Operator
) -> Response:
    """Answer the bar alone while something moves, then send to the page."""
    run = await replays.get(run_id)
    answer = _run(request, pages, run, name="bar")
    done = {} if run.state == "running" else {"HX-Redirect": f"{RUNS}/{run.id}"}
    answer.headers.update(done)
    return answer


@router.post(RUNS + "/{run_id}/arreter")
async def stop_letter_replay(run_id: UUID, replays: Replays, _: Operator) -> Response:
    await replays.stop(run_id)
    return RedirectResponse(f"{RUNS}/{run_id}", 303)


def _run(request: Request, pages: PagesNow, run: RunView, *, name: str) -> Response:
    return pages.render(
        request,
        f"hub/deadletters/{name}.html",
        run=run,
        here=HERE,
        address=f"{RUNS}/{run.id}",
        short_type=short_type,
    )


async def _rehearsed(desk: Desk, replays: Replays, selection: Selection) -> Response:
    told = selection.model_dump(mode="json", exclude={"ids"})
    return desk.pages.render(
        desk.request,
        "hub/deadletters/plan.html",
        plan=await replays.rehearse(selection),
        chosen=[str(one) for one in selection.ids or ()],
        fields={name: value for name, value in told.items() if value is not None},
        back=desk.href(),
        address=RUNS,
        short_type=short_type,
    )
