"""What the notifications keep of people."""

from typing import Final

from kit.people import Holding, PeopleHandlers, Removed, RetentionService, Stays
from schemas.reference import Label

DATABASE: Final = "notifications"
ABOUT: Final = Label("Sujet", "About")
INBOX: Final = Label("Messages reçus dans l’application", "Messages in the application")
EMAILS: Final = Label("E-mails envoyés", "E-mails sent")
HOLDINGS: Final = (
    Holding(
        database=DATABASE,
        name="inbox",
        by="person_id",
        title=INBOX,
        shows={
            "created_at": Label("Reçu le", "Received on"),
            "matter": ABOUT,
            "read_at": Label("Lu le", "Read on"),
        },
        erase=Removed(),
    ),
    Holding(
        database=DATABASE,
        name="emails",
        by="person_id",
        title=EMAILS,
        shows={
            "created_at": Label("Écrit le", "Written on"),
            "matter": ABOUT,
            "ended_at": Label("Parti le", "Sent on"),
        },
        hides=frozenset({"lease", "attempts", "due_at", "correlation_id"}),
        erase=Stays("It counts what was sent: no address and no word is in it."),
    ),
    Holding(
        database=DATABASE,
        name="preferences",
        by="_id",
        title=Label("Préférences d’envoi", "Preferences"),
        shows={"muted": Label("Envois refusés", "What you refused")},
        erase=Removed(),
    ),
    Holding(
        database=DATABASE,
        name="languages",
        by="_id",
        title=Label("Langue des messages", "Language of messages"),
        shows={"language": Label("Langue", "Language")},
        erase=Removed(),
    ),
)


class NotificationRetention(RetentionService):
    """The notifications' own rules, under a name of their own."""


class NotificationPeople(PeopleHandlers):
    """The notifications' own part, under a name of its own."""
