"""The pages of replays: ask for one, try it without effect, follow it, stop it."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import (
    CursorQuery,
    PagesNow,
    Router,
    TextsNow,
    allowed,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.texts import N_, Texts
from schemas.access import Action
from schemas.events import BY_SERVICE
from services.hub.journal.rules.names import short_type

from .models import RATE, AskedForm, Forecast, TriedForm
from .rules import READERS
from .service import JournalReplayService

router = Router(include_in_schema=False)

HERE = "/rejeux"
SHOWN = 20
LABELS = {
    "group": N_("Lecteur"),
    "types": N_("Événements"),
    "since": N_("Du"),
    "until": N_("Au"),
    "aggregate": N_("Objet"),
    "rate": N_("Débit"),
    "reason": N_("Motif"),
}
Replays = Annotated[JournalReplayService, Depends(provided(JournalReplayService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]


@router.get(HERE)
async def show_replays(
    request: Request,
    pages: PagesNow,
    replays: Replays,
    _: Operator,
    after: CursorQuery = None,
) -> Response:
    form = Form(values={"rate": min(RATE, replays.rate_max)})
    return await _list(request, pages, replays, form=form, after=after)


@router.post(HERE + "/essai")
async def try_replay_on_page(
    request: Request, pages: PagesNow, texts: TextsNow, replays: Replays, _: Operator
) -> Response:
    tried, form = await read_form(request, TriedForm, texts, labels=_labels(texts))
    if tried is None:
        return await _list(request, pages, replays, form=form, status=422)
    forecast = await replays.forecast(tried.selection(), rate=tried.rate)
    return await _list(request, pages, replays, form=form, forecast=forecast)


@router.post(HERE)
async def start_replay_on_page(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    replays: Replays,
    operator: Operator,
) -> Response:
    wanted, form = await read_form(request, AskedForm, texts, labels=_labels(texts))
    if wanted is None:
        return await _list(request, pages, replays, form=form, status=422)
    replay = await replays.start(wanted.wanted(), by=operator.person_id)
    return RedirectResponse(f"{HERE}/{replay.id}", 303)


@router.get(HERE + "/{replay_id}")
async def show_replay_on_page(
    request: Request, pages: PagesNow, replay_id: UUID, replays: Replays, _: Operator
) -> Response:
    replay = await replays.get(replay_id)
    return pages.render(
        request,
        "hub/replays/replay.html",
        replay=replay,
        asker=await replays.name_of(replay.by),
        short_type=short_type,
    )


@router.post(HERE + "/{replay_id}/arreter")
async def stop_replay_on_page(
    replay_id: UUID, replays: Replays, operator: Operator
) -> Response:
    await replays.cancel(replay_id, by=operator.person_id)
    return RedirectResponse(f"{HERE}/{replay_id}", 303)


async def _list(
    request: Request,
    pages: Pages,
    replays: JournalReplayService,
    *,
    form: Form,
    forecast: Forecast | None = None,
    after: str | None = None,
    status: int = 200,
) -> Response:
    found, following = await replays.latest(after=after, limit=SHOWN)
    return pages.render(
        request,
        "hub/replays/replays.html",
        status=status,
        replays=found,
        following=following and f"?{urlencode({'after': following})}",
        form=form,
        forecast=forecast,
        readers=READERS,
        services=BY_SERVICE,
        rate_max=replays.rate_max,
        short_type=short_type,
    )


def _labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}
