"""The page of a search, and its list as one types."""

from typing import Annotated, Final

from fastapi import Depends, Query, Request, Response

from kit.http import CallerNow, PagesNow, Router, provided
from kit.texts import N_
from schemas.access import Action
from schemas.reference import DEPARTMENTS, STRUCTURE_TYPES

from .models import Kind
from .service import SearchService

router = Router(include_in_schema=False)

Searches = Annotated[SearchService, Depends(provided(SearchService))]
# Whatever a person types is an answer: what is too long is read as far as it goes.
Words = Annotated[str, Query(max_length=1_000)]
AS_ONE_TYPES, ON_THE_PAGE = 5, 20
KINDS: Final = {
    Kind.ADVISOR: N_("Conseillers"),
    Kind.STRUCTURE: N_("Structures"),
    Kind.WEBINAR: N_("Webinaires"),
    Kind.DOSSIER: N_("Dossiers"),
}
STATES: Final = {
    "listed": N_("Recensé"),
    "invited": N_("Invité"),
    "enrolled": N_("Inscrit"),
    "active": N_("Actif"),
    "suspended": N_("Suspendu"),
    "left": N_("Parti"),
    "open": N_("En cours"),
    "adopted": N_("Adopté"),
    "rejected": N_("Rejeté"),
    "withdrawn": N_("Retiré"),
}


@router.get("/recherche")
async def show_search(
    request: Request,
    pages: PagesNow,
    searches: Searches,
    caller: CallerNow,
    q: Words = "",
) -> Response:
    is_typing = "hx-request" in request.headers
    groups = await searches.search(
        q, caller=caller, limit=AS_ONE_TYPES if is_typing else ON_THE_PAGE
    )
    return pages.render(
        request,
        f"hub/search/{'found' if is_typing else 'search'}.html",
        searched=q.strip(),
        groups=groups,
        kinds=KINDS,
        states=STATES,
        types=STRUCTURE_TYPES,
        departments=DEPARTMENTS,
        finds_advisors=caller.may(Action.READ_ADVISORS),
        finds_dossiers=caller.is_signed_in,
    )
