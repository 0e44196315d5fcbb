"""The feed over HTTP: CloudEvents, for those whom no webhook can reach."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kit.http import CursorQuery, LimitQuery, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import Feed, TypeName
from .service import JournalService

BATCH = "application/cloudevents-batch+json"

router = Router(prefix="/events", tags=["events"])

Journal = Annotated[JournalService, Depends(provided(JournalService))]
Reader = Annotated[Caller, Depends(allowed(Action.READ_EVENTS))]
Types = Annotated[
    list[TypeName],
    Query(
        alias="type",
        max_length=50,
        description="Whole or short name of a type; may come several times.",
    ),
]


@router.get(
    "",
    response_model=Feed,
    responses={
        200: {
            "content": {BATCH: {"schema": {"type": "array"}}},
            "description": "Events in the structured form; Link says where to go on.",
        },
        410: {"description": "Events that follow the cursor are no longer kept."},
        422: {"description": "The cursor or a type is not one of ours."},
    },
)
async def read_events(
    request: Request,
    journal: Journal,
    _: Reader,
    types: Types = [],  # noqa: B006 - FastAPI copies it
    after: CursorQuery = None,
    limit: LimitQuery = 100,
) -> Response:
    """Read the feed from a cursor on. The order of one subject's events is kept."""
    feed = await journal.feed(after, types=types, limit=limit)
    return _answer(request, feed, types=types)


def _answer(request: Request, feed: Feed, *, types: list[str]) -> Response:
    told = feed.model_dump(mode="json", exclude_none=True)
    query = urlencode([("after", feed.next), *(("type", one) for one in types)])
    headers = {
        "Link": f'<{request.url.path}?{query}>; rel="next"',
        "Cache-Control": "no-store",
        "Vary": "Accept",
    }
    if BATCH in request.headers.get("accept", ""):
        return JSONResponse(told["items"], headers=headers, media_type=BATCH)
    return JSONResponse(told, headers=headers)
