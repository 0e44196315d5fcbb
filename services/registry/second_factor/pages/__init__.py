"""The second step of signing in, one's own second factor, another's that is lost."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from . import entering, lost, own

ROUTERS: Final[Sequence[APIRouter]] = (entering.router, own.router, lost.router)

__all__ = ["ROUTERS"]
