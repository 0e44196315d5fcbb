"""The registry as a process sees it."""

from kit.service import Service

from .api import PAGES, ROUTERS
from .migrate import COLLECTIONS, prepare
from .wiring import build
from .worker import hears, works

REGISTRY = Service(
    name="registry",
    build=build,
    api=ROUTERS,
    pages=PAGES,
    hears=hears,
    works=works,
    collections=COLLECTIONS,
    prepare=prepare,
    topics=(
        "tn.registry.structure",
        "tn.registry.centre",
        "tn.registry.advisor",
        "tn.registry.partner",
        "tn.registry.census",
        "tn.registry.account",
        "tn.registry.person",
        "tn.registry.data_request",
        "tn.registry.erasure",
    ),
)
