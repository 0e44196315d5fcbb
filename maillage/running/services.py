"""The table of the services, in the order in which they are wired and migrated."""

from services.governance.roles import GOVERNANCE
from services.hub.roles import HUB
from services.notifications.roles import NOTIFICATIONS
from services.registry.roles import REGISTRY
from services.webinars.roles import WEBINARS

SERVICES = (REGISTRY, GOVERNANCE, WEBINARS, NOTIFICATIONS, HUB)
