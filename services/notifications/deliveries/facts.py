"""How the end of a delivery is told."""

from schemas.events.notifications import NotificationFailed, NotificationSent

from .models import Email


def ended(email: Email) -> tuple[NotificationSent | NotificationFailed, ...]:
    """Tell what was sent or has failed; what waits or was unwanted tells nothing."""
    match email.state:
        case "sent":
            return (
                NotificationSent(
                    notification_id=email.id,
                    person_id=email.person_id,
                    channel="email",
                    template=email.matter.template,
                    about=email.matter.about,
                    attempts=email.attempts,
                ),
            )
        case "failed":
            return (
                NotificationFailed(
                    notification_id=email.id,
                    person_id=email.person_id,
                    channel="email",
                    template=email.matter.template,
                    about=email.matter.about,
                    attempts=email.attempts,
                    reason=email.reason,
                ),
            )
        case _:
            return ()
