"""The webinars as a process sees them."""

from kit.service import Service

from .api import PAGES, ROUTERS
from .copies import COPIES
from .migrate import COLLECTIONS, prepare
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
    prepare=prepare,
    read_models=COPIES,
    topics=("tn.webinars.webinar", "tn.webinars.registration", "tn.webinars.erasure"),
)
