"""The search's HTTP API."""

from typing import Annotated

from fastapi import Depends, Query

from kit.http import CallerNow, Router, provided

from .models import FoundView
from .service import SearchService

router = Router(prefix="/search", tags=["search"])

Searches = Annotated[SearchService, Depends(provided(SearchService))]
Words = Annotated[
    str, Query(max_length=100, description="Beginnings of words, in any case.")
]
OF_A_KIND = 20


@router.get("")
async def search(searches: Searches, caller: CallerNow, q: Words = "") -> FoundView:
    """Find advisors, structures, webinars and dossiers within the caller's scope.

    Accents, case and hyphens do not matter; at most twenty of each kind.
    """
    groups = await searches.search(q, caller=caller, limit=OF_A_KIND)
    return FoundView(items=[found for group in groups for found in group.found])
