"""The pages that every footer leads to."""

from datetime import date
from typing import Final

from fastapi import Request, Response

from kit.http import PagesNow, Router, TextsNow

from .rules import treatments

router = Router(include_in_schema=False)

# The day on which what the statement says was last checked against the tests.
STATED_ON: Final = date(2026, 11, 30)


@router.get("/accessibilite")
async def show_accessibility(request: Request, pages: PagesNow) -> Response:
    return pages.render(
        request, "registry/site/accessibility.html", stated_on=STATED_ON
    )


@router.get("/donnees-personnelles")
async def show_personal_data(
    request: Request, pages: PagesNow, texts: TextsNow
) -> Response:
    return pages.render(
        request, "registry/site/personal_data.html", treatments=treatments(texts)
    )
