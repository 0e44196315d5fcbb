"""The pages that every footer leads to."""

from fastapi import Request, Response

from kit.http import PagesNow, Router

router = Router(include_in_schema=False)


@router.get("/accessibilite")
async def show_accessibility(request: Request, pages: PagesNow) -> Response:
    return pages.render(request, "registry/site/accessibility.html")


@router.get("/donnees-personnelles")
async def show_personal_data(request: Request, pages: PagesNow) -> Response:
    return pages.render(request, "registry/site/personal_data.html")
