"""The hub as a process sees it."""

from kit.service import Service

from .api import PAGES, ROUTERS
from .copies import COPIES
from .migrate import COLLECTIONS, prepare
from .wiring import build
from .worker import hears, works

HUB = Service(
    name="hub",
    build=build,
    api=ROUTERS,
    pages=PAGES,
    hears=hears,
    works=works,
    collections=COLLECTIONS,
    read_models=COPIES,
    prepare=prepare,
    topics=("tn.hub.client", "tn.hub.webhook", "tn.hub.dead_letter", "tn.hub.erasure"),
)
