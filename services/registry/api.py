"""What the registry serves: to machines, and as pages."""

from collections.abc import Sequence

from fastapi import APIRouter

from .accounts import pages as account_pages
from .accounts import routes as accounts

ROUTERS: Sequence[APIRouter] = (
    accounts.sessions,
    accounts.account,
    accounts.people,
)
PAGES: Sequence[APIRouter] = (account_pages.router,)
