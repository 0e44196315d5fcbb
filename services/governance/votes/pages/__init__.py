"""The pages of dossiers and of their votes."""

from kit.http import Router

from .acts import router as acts
from .dossiers import router as dossiers

router = Router(include_in_schema=False)
router.include_router(dossiers)
router.include_router(acts)

__all__ = ["router"]
