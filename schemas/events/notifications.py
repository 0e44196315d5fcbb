"""What the notifications tell: what left, what could not, what nobody wanted."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from schemas.base import Event, Says
from schemas.people import ErasureFact

TYPE = "fr.transition-numerique.notifications"


class NotificationFact(Event):
    """Ids only: who is told stands on the person's card, what in the template."""

    topic: ClassVar[str] = "tn.notifications.notification"
    example: ClassVar[dict[str, Any]] = {
        "notification_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7e10",
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
        "channel": "email",
        "template": "webinar_published",
        "about": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7d10",
        "attempts": 1,
    }

    notification_id: UUID
    person_id: UUID
    channel: Literal["email", "inbox"]
    template: str
    about: UUID
    attempts: int
    reason: str | None = None

    @property
    def key(self) -> str:
        return str(self.notification_id)


class NotificationSent(NotificationFact):
    type: ClassVar[str] = f"{TYPE}.notification.sent.v1"
    says: ClassVar[Says] = Says(
        "Notification envoyée",
        "Notification sent",
        "Le serveur de courrier a pris le message, ou il est dans la boîte de l’appli.",
        "The mail server has taken the message, or it is in the in-app inbox.",
    )


class NotificationFailed(NotificationFact):
    type: ClassVar[str] = f"{TYPE}.notification.failed.v1"
    says: ClassVar[Says] = Says(
        "Notification non remise",
        "Notification failed",
        "Les essais sont épuisés, ou l’adresse est refusée.",
        "Attempts are exhausted, or the address is refused.",
    )
    example: ClassVar[dict[str, Any]] = NotificationFact.example | {
        "reason": "smtp_550"
    }


class PreferenceFact(Event):
    topic: ClassVar[str] = "tn.notifications.preference"
    example: ClassVar[dict[str, Any]] = {
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
        "muted": ["webinars.email"],
    }

    person_id: UUID
    muted: tuple[str, ...]

    @property
    def key(self) -> str:
        return str(self.person_id)


class PreferencesChanged(PreferenceFact):
    type: ClassVar[str] = f"{TYPE}.preference.changed.v1"
    says: ClassVar[Says] = Says(
        "Préférences changées",
        "Preferences changed",
        "Une personne a choisi ce qu’elle veut recevoir, et par où.",
        "A person has chosen what to be told, and how.",
    )


class NotificationsErasure(ErasureFact):
    topic: ClassVar[str] = "tn.notifications.erasure"
    type: ClassVar[str] = f"{TYPE}.notifications_erasure.confirmed.v1"


EVENTS: tuple[type[Event], ...] = (
    NotificationSent,
    NotificationFailed,
    PreferencesChanged,
    NotificationsErasure,
)
