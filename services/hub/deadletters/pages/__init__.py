"""The pages of dead letters: the list and the letter beside it, and replays of many."""

from kit.http import Router

from .letters import router as letters
from .runs import router as runs

router = Router(include_in_schema=False)
# Before the letters, whose addresses end with any id.
router.include_router(runs)
router.include_router(letters)
