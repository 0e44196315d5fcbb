"""What the hub keeps of people: the words of those who operate it."""

from typing import Final

from kit.people import Emptied, Holding, PeopleHandlers, Stays
from schemas.reference import Label

REASON: Final = Label("Motif", "Reason")
HOLDINGS: Final = (
    Holding(
        database="hub",
        name="dead_letters",
        by="discarded_by",
        title=Label("Messages que vous avez abandonnés", "Letters that you discarded"),
        shows={
            "discarded_at": Label("Abandonné le", "Discarded on"),
            "discard_reason": REASON,
        },
        hides=frozenset({"value", "key", "headers", "filed_from"}),
        erase=Emptied({"discard_reason": ""}),
    ),
    Holding(
        database="hub",
        name="replays",
        by="by",
        title=Label("Rejeux que vous avez demandés", "Replays that you asked for"),
        shows={"asked_at": Label("Demandé le", "Asked on"), "reason": REASON},
        hides=frozenset({"ends", "reached", "token"}),
        erase=Emptied({"reason": ""}),
    ),
    Holding(
        database="hub",
        name="clients",
        by="created_by",
        title=Label("Clés d’accès que vous avez créées", "Keys that you created"),
        shows={
            "name": Label("Nom de la clé", "Name of the key"),
            "created_at": Label("Créée le", "Created on"),
        },
        hides=frozenset({"key_hash"}),
        erase=Stays("It names a machine, and by id who let it in."),
    ),
)


class HubPeople(PeopleHandlers):
    """The hub's own part, under a name of its own."""
