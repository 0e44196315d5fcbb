"""The notifications' table: what they build, serve, hear, do and store."""

from kit.service import Service
from schemas.events.notifications import (
    NotificationFact,
    NotificationsErasure,
    PreferenceFact,
)

from .api import PAGES, ROUTERS
from .copies import COPIES
from .migrate import COLLECTIONS, prepare
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
    prepare=prepare,
    read_models=COPIES,
    topics=(
        NotificationFact.topic,
        PreferenceFact.topic,
        NotificationsErasure.topic,
    ),
)
