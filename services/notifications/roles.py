"""The notifications' table: what they build, serve, hear, do and store."""

from kit.service import Service
from schemas.events.notifications import NotificationFact, PreferenceFact

from .api import PAGES, ROUTERS
from .copies import COPIES
from .migrate import COLLECTIONS
from .wiring import build
from .worker import hears, works

NOTIFICATIONS = Service(
    name="notifications",
    build=build,
    api=ROUTERS,
    pages=PAGES,
    hears=hears,
    works=works,
    collections=COLLECTIONS,
    read_models=COPIES,
    topics=(NotificationFact.topic, PreferenceFact.topic),
)
