"""What the hub answers: to machines, and to people."""

from .apidocs.pages import router as apidocs_pages
from .apidocs.routes import router as apidocs_routes
from .catalogue.pages import router as catalogue_pages
from .catalogue.routes import router as catalogue_routes
from .clients.pages import router as client_pages
from .clients.routes import router as client_routes
from .deadletters.pages import router as deadletter_pages
from .deadletters.routes import router as deadletter_routes
from .health.pages import router as health_pages
from .journal.pages import router as journal_pages
from .journal.routes import router as journal_routes
from .rebuilds.pages import router as rebuild_pages
from .rebuilds.routes import routers as rebuild_routes
from .replays.pages import router as replay_pages
from .replays.routes import router as replay_routes
from .search.pages import router as search_pages
from .search.routes import router as search_routes
from .webhooks.pages import router as webhook_pages
from .webhooks.routes import router as webhook_routes

ROUTERS = (
    journal_routes,
    catalogue_routes,
    webhook_routes,
    deadletter_routes,
    client_routes,
    replay_routes,
    *rebuild_routes,
    apidocs_routes,
    search_routes,
)
PAGES = (
    catalogue_pages,
    journal_pages,
    webhook_pages,
    deadletter_pages,
    client_pages,
    replay_pages,
    rebuild_pages,
    health_pages,
    apidocs_pages,
    search_pages,
)
