"""What the registry serves: to machines, and as pages."""

from collections.abc import Sequence

from fastapi import APIRouter

from .accounts import pages as account_pages
from .accounts import routes as accounts
from .site import pages as site_pages
from .centres import pages as centre_pages
from .centres import routes as centres
from .places import pages as place_pages
from .places import routes as places
from .structures import pages as structure_pages
from .structures import routes as structures

ROUTERS: Sequence[APIRouter] = (
    accounts.sessions,
    accounts.account,
    accounts.people,
    structures.router,
    centres.router,
    places.places,
    places.reception_points,
)
PAGES: Sequence[APIRouter] = (
    site_pages.router,
    account_pages.router,
    structure_pages.router,
    centre_pages.router,
    place_pages.router,
)
