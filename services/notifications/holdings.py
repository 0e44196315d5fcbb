"""What the notifications keep of people."""

from typing import Final

from kit.people import KeptIn, PeopleHandlers, Removed, RetentionService, Stays
from schemas.events.notifications import NotificationsErasure

OWN: Final = KeptIn("notifications")
ABOUT: Final = ("Sujet", "About")
INBOX: Final = ("Messages reçus dans l’application", "Messages in the application")
EMAILS: Final = ("E-mails envoyés", "E-mails sent")
HOLDINGS: Final = (
    OWN.holding(
        "inbox",
        title=INBOX,
        shows={
            "created_at": ("Reçu le", "Received on"),
            "matter": ABOUT,
            "read_at": ("Lu le", "Read on"),
        },
        erase=Removed(),
    ),
    OWN.holding(
        "emails",
        title=EMAILS,
        shows={
            "created_at": ("Écrit le", "Written on"),
            "matter": ABOUT,
            "ended_at": ("Parti le", "Sent on"),
        },
        hides={"lease", "attempts", "due_at", "correlation_id"},
        erase=Stays("It counts what was sent: no address and no word is in it."),
    ),
    OWN.holding(
        "preferences",
        by="_id",
        title=("Préférences d’envoi", "Preferences"),
        shows={"muted": ("Envois refusés", "What you refused")},
        erase=Removed(),
    ),
    OWN.holding(
        "languages",
        by="_id",
        title=("Langue des messages", "Language of messages"),
        shows={"language": ("Langue", "Language")},
        erase=Removed(),
    ),
)


class NotificationRetention(RetentionService):
    """The notifications' own rules, under a name of their own."""


class NotificationPeople(PeopleHandlers):
    """The notifications' own part, under a name of its own."""

    service = "notifications"
    holdings = HOLDINGS
    told = NotificationsErasure
