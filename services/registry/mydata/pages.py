"""One's own data as pages: asked for in one click, read, printed, taken away."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    PagesNow,
    Router,
    TextsNow,
    provided,
    signed_in,
)
from kit.identity.callers import Caller
from kit.texts import Texts

from .models import DataCopy, DataCopyView
from .rules import rows_of
from .service import DataCopyService

router: APIRouter = Router(include_in_schema=False)

Copies = Annotated[DataCopyService, Depends(provided(DataCopyService))]
Person = Annotated[Caller, Depends(signed_in)]
ASK: Final = "registry/mydata/ask.html"
COPY: Final = "registry/mydata/copy.html"
FILE: Final = "registry/mydata/file.html"
HERE: Final = "/compte/mes-donnees"


@router.get("/compte/mes-donnees")
async def show_requests(
    request: Request, pages: PagesNow, copies: Copies, caller: Person
) -> Response:
    return pages.render(request, ASK, requests=await copies.latest(caller))


@router.post("/compte/mes-donnees")
async def ask_copy(copies: Copies, caller: Person) -> Response:
    asked = await copies.ask(caller)
    return RedirectResponse(f"{HERE}/{asked.id}", 303)


@router.get("/compte/mes-donnees/{request_id}.json")
async def download_copy(
    request_id: UUID, copies: Copies, caller: Person, texts: TextsNow
) -> Response:
    copy = await copies.get(request_id, caller=caller)
    view = DataCopyView.of(copy, language=texts.language)
    return _file(copy, view.model_dump_json(indent=2), "application/json", "json")


@router.get("/compte/mes-donnees/{request_id}.html")
async def download_readable_copy(
    request_id: UUID, pages: PagesNow, copies: Copies, caller: Person, texts: TextsNow
) -> Response:
    """Answer with a page that stands by itself, to be kept and read without us."""
    copy = await copies.get(request_id, caller=caller)
    text = pages.compose(
        FILE,
        language=texts.language,
        day=texts.day_time(copy.request.asked_at),
        sections=_shown(copy, texts),
    )
    return _file(copy, text, "text/html", "html")


@router.get("/compte/mes-donnees/{request_id}")
async def show_copy(
    request_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    copies: Copies,
    caller: Person,
) -> Response:
    copy = await copies.get(request_id, caller=caller)
    return pages.render(request, COPY, copy=copy, sections=_shown(copy, texts))


def _file(copy: DataCopy, text: str, media_type: str, ending: str) -> Response:
    day = copy.request.asked_at.date().isoformat()
    disposition = f'attachment; filename="mes-donnees-{day}.{ending}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(text, media_type=media_type, headers=headers)


def _shown(
    copy: DataCopy, texts: Texts
) -> list[tuple[str, str, list[list[tuple[str, str]]]]]:
    """Give each class its anchor, its title and what its records show."""
    which = 1 if texts.language == "en" else 0
    return [
        (
            section.code.replace(".", "-").replace("_", "-"),
            section.title[which],
            [rows_of(section, record, texts) for record in section.records],
        )
        for section in copy.sections
    ]
