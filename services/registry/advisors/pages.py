"""Managers' pages: the list of advisors, and one record."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    CursorQuery,
    PagesNow,
    Router,
    ScopeFor,
    TextsNow,
    encode_cursor,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.scope import Scope
from kit.texts import N_, Texts
from schemas.access import Action
from schemas.reference import DEPARTMENTS, PROFILES, THEMES

from .models import (
    PROFILE_CODES,
    STATUSES,
    AdvisorFilter,
    AdvisorForm,
    AdvisorSheet,
    QuotityForm,
    Status,
)
from .rules import place_of
from .service import AdvisorService

router: APIRouter = Router(include_in_schema=False)

Advisors = Annotated[AdvisorService, Depends(provided(AdvisorService))]
ReadScope = Annotated[Scope, Depends(ScopeFor(Action.READ_ADVISORS))]
ChangeScope = Annotated[Scope, Depends(ScopeFor(Action.CHANGE_ADVISORS))]
Kept = Annotated[AdvisorFilter, Depends()]
Told = Annotated[int | None, Query(ge=0, le=10_000)]

PAGE_SIZE: Final = 50
STATUS_LABELS: Final[dict[Status, str]] = {
    "listed": N_("Recensé"),
    "invited": N_("Invité"),
    "enrolled": N_("Inscrit"),
    "active": N_("Actif"),
    "suspended": N_("Suspendu"),
    "left": N_("Parti"),
}
TONES: Final[dict[Status, str | None]] = {
    "listed": None,
    "invited": "info",
    "enrolled": "warn",
    "active": "ok",
    "suspended": "bad",
    "left": None,
}
LABELS: Final = {
    "profile": N_("Profil"),
    "themes": N_("Thèmes"),
    "quotity": N_("Part du temps"),
    "reason": N_("Motif"),
}


@router.get("/conseillers")
async def show_advisors(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    advisors: Advisors,
    scope: ReadScope,
    kept: Kept,
    after: CursorQuery = None,
    invited: Told = None,
    refused: Told = None,
) -> Response:
    found = await advisors.list_advisors(
        kept, scope=scope, after=place_of(after), limit=PAGE_SIZE
    )
    counts = await advisors.count_by_status(kept, scope=scope)
    return pages.render(
        request,
        "registry/advisors/list.html",
        found=found,
        kept=kept,
        total=sum(counts.values()),
        filters=_filters(kept, counts, texts),
        next_url=None if found.next is None else _url(kept, after=found.next),
        is_first=after is None,
        first_url=_url(kept),
        invited=invited,
        refused=refused,
        **words(texts),
    )


@router.get("/conseillers/{advisor_id}")
async def show_advisor(
    request: Request,
    advisor_id: UUID,
    pages: PagesNow,
    advisors: Advisors,
    scope: ReadScope,
    done: str | None = None,
) -> Response:
    sheet = await advisors.sheet(advisor_id, scope=scope)
    return show_sheet(request, pages, sheet, done=done)


@router.post("/conseillers/{advisor_id}")
async def change_advisor(
    request: Request,
    advisor_id: UUID,
    pages: PagesNow,
    texts: TextsNow,
    advisors: Advisors,
    scope: ChangeScope,
) -> Response:
    asked, form = await read_form(request, AdvisorForm, texts, labels=labels(texts))
    if asked is None:
        sheet = await advisors.sheet(advisor_id, scope=scope)
        return show_sheet(request, pages, sheet, form=form)
    await advisors.change(advisor_id, asked.edit(), version=asked.version, scope=scope)
    return RedirectResponse(f"/conseillers/{advisor_id}?done=changed", 303)


@router.post("/conseillers/{advisor_id}/quotite")
async def change_quotity(
    request: Request,
    advisor_id: UUID,
    pages: PagesNow,
    texts: TextsNow,
    advisors: Advisors,
    scope: ChangeScope,
) -> Response:
    asked, form = await read_form(request, QuotityForm, texts, labels=labels(texts))
    if asked is None:
        sheet = await advisors.sheet(advisor_id, scope=scope)
        return show_sheet(request, pages, sheet, form=form)
    await advisors.change(advisor_id, asked.edit(), version=asked.version, scope=scope)
    return RedirectResponse(f"/conseillers/{advisor_id}?done=changed", 303)


def show_sheet(
    request: Request,
    pages: Pages,
    sheet: AdvisorSheet,
    *,
    form: Form | None = None,
    done: str | None = None,
) -> Response:
    """Show one record, with what is to be corrected when a form was refused."""
    caller: Caller = request.state.caller
    return pages.render(
        request,
        "registry/advisors/sheet.html",
        sheet=sheet,
        sees_phone=caller.may(Action.READ_PHONES),
        sees_note=caller.may(Action.READ_NOTES),
        may_erase=caller.may(Action.ERASE_PEOPLE),
        form=form or Form(),
        done=done,
        status=422 if form else 200,
        **words(pages.texts(request)),
    )


def labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}


def words(texts: Texts) -> dict[str, Any]:
    """Return what people call the codes of a record, in the reader's language."""
    language = texts.language
    return {
        "status_labels": {
            status: texts.gettext(label) for status, label in STATUS_LABELS.items()
        },
        "tones": TONES,
        "theme_labels": {
            str(theme): texts.typeset(label.within(language))
            for theme, label in THEMES.items()
        },
        "profile_labels": {
            PROFILE_CODES[profile]: label.within(language).capitalize()
            for profile, label in PROFILES.items()
        },
        "department_labels": {code: one.name for code, one in DEPARTMENTS.items()},
    }


def _filters(
    kept: AdvisorFilter, counts: dict[str, int], texts: Texts
) -> list[dict[str, Any]]:
    everything = {
        "label": texts.gettext(N_("Tous")),
        "href": _url(kept.model_copy(update={"status": None})),
        "count": sum(counts.values()),
        "current": kept.status is None,
    }
    return [
        everything,
        *(
            {
                "label": texts.gettext(STATUS_LABELS[status]),
                "href": _url(kept.model_copy(update={"status": status})),
                "count": counts[status],
                "tone": TONES[status],
                "current": kept.status == status,
            }
            for status in STATUSES
            if counts.get(status)
        ),
    ]


def _url(kept: AdvisorFilter, *, after: UUID | None = None) -> str:
    given = {
        name: str(value)
        for name, value in kept.model_dump().items()
        if value not in (None, "")
    }
    if after is not None:
        given["after"] = encode_cursor(after)
    return "/conseillers" + (f"?{urlencode(given)}" if given else "")
