"""What the registry serves: to machines, and as pages."""

from collections.abc import Sequence

from fastapi import APIRouter

ROUTERS: Sequence[APIRouter] = ()
PAGES: Sequence[APIRouter] = ()
