"""The catalogue's HTTP API."""

from kit.http import Page, Router

from .models import VIEWS, ThemeView

router = Router(prefix="/themes", tags=["themes"])


@router.get("")
async def list_themes() -> Page[ThemeView]:
    """List every theme, in the order in which they are shown."""
    return Page(items=list(VIEWS))
