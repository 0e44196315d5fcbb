"""The webinars as a process sees them."""

from kit.service import Service

from .api import PAGES, ROUTERS
from .migrate import COLLECTIONS
from .wiring import build
from .worker import hears, works

WEBINARS = Service(
    name="webinars",
    build=build,
    api=ROUTERS,
    pages=PAGES,
    hears=hears,
    works=works,
    collections=COLLECTIONS,
    topics=("tn.webinars.webinar", "tn.webinars.registration"),
)
