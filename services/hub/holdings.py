"""What the hub keeps of people: the words of those who operate it."""

from typing import Final

from kit.people import Emptied, KeptIn, PeopleHandlers, Stays
from schemas.events.hub import HubErasure

OWN: Final = KeptIn("hub")
REASON: Final = ("Motif", "Reason")
HOLDINGS: Final = (
    OWN.holding(
        "dead_letters",
        by="discarded_by",
        title=("Messages que vous avez abandonnés", "Letters that you discarded"),
        shows={
            "discarded_at": ("Abandonné le", "Discarded on"),
            "discard_reason": REASON,
        },
        hides={"value", "key", "headers", "filed_from"},
        erase=Emptied({"discard_reason": ""}),
    ),
    OWN.holding(
        "replays",
        by="by",
        title=("Rejeux que vous avez demandés", "Replays that you asked for"),
        shows={"asked_at": ("Demandé le", "Asked on"), "reason": REASON},
        hides={"ends", "reached", "token"},
        erase=Emptied({"reason": ""}),
    ),
    OWN.holding(
        "clients",
        by="created_by",
        title=("Clés d’accès que vous avez créées", "Keys that you created"),
        shows={
            "name": ("Nom de la clé", "Name of the key"),
            "created_at": ("Créée le", "Created on"),
        },
        hides={"key_hash"},
        erase=Stays("It names a machine, and by id who let it in."),
    ),
)


class HubPeople(PeopleHandlers):
    """The hub's own part, under a name of its own."""

    service = "hub"
    holdings = HOLDINGS
    told = HubErasure
