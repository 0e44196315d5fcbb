"""How proposals are told: to readers as events, to the committees as a dossier."""

from .dossiers import dossier, dossier_opened
from .webinars import (
    webinar_cancelled,
    webinar_proposed,
    webinar_published,
    webinar_rejected,
    webinar_scheduled,
    webinar_validated,
)

__all__ = [
    "dossier",
    "dossier_opened",
    "webinar_cancelled",
    "webinar_proposed",
    "webinar_published",
    "webinar_rejected",
    "webinar_scheduled",
    "webinar_validated",
]
