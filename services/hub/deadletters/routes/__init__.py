"""The HTTP API of dead letters."""

from kit.http import Router

from .letters import router as letters
from .runs import router as runs

router = Router(tags=["dead letters"])
# Before the letters, whose addresses end with any id.
router.include_router(runs)
router.include_router(letters)
