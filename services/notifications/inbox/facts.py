"""How an entry is told."""

from schemas.events.notifications import NotificationSent

from .models import Entry


def placed(entry: Entry) -> NotificationSent:
    return NotificationSent(
        notification_id=entry.id,
        person_id=entry.person_id,
        channel="inbox",
        template=entry.matter.template,
        about=entry.matter.about,
        attempts=1,
    )
