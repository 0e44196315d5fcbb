"""How an entry is told."""

from uuid import UUID

from schemas.events.notifications import NotificationSent
from services.notifications.templates.models import Matter


def placed(entry_id: UUID, person_id: UUID, matter: Matter) -> NotificationSent:
    return NotificationSent(
        notification_id=entry_id,
        person_id=person_id,
        channel="inbox",
        template=matter.template,
        about=matter.about,
        attempts=1,
    )
