"""What the committees keep of people."""

from typing import Final

from kit.people import Emptied, KeptIn, PeopleHandlers, Stays
from schemas.events.governance import GovernanceErasure

OWN: Final = KeptIn("governance")
HOLDINGS: Final = (
    OWN.holding(
        "committees",
        by="members.person_id",
        title=("Comités où vous avez siégé", "Committees where you sat"),
        shows={"acronym": ("Comité", "Committee")},
        hides={"members", "rules"},
        erase=Stays("The seat is given up by an event; the past keeps an id."),
    ),
    OWN.holding(
        "ballots",
        title=("Votes nommés", "Named votes"),
        shows={
            "cast_at": ("Voté le", "Voted on"),
            "choice": ("Choix", "Choice"),
            "reason": ("Motif", "Reason"),
        },
        erase=Emptied({"reason": None}),
    ),
    OWN.holding(
        "participations",
        title=("Votes secrets : participation", "Secret votes: participation"),
        shows={"has_voted": ("A voté", "Has voted")},
        erase=Stays("It tells that an id has voted, and nothing else."),
    ),
    OWN.holding(
        "dossiers",
        by="opened_by",
        title=("Dossiers que vous avez ouverts", "Dossiers that you opened"),
        shows={
            "number": ("Numéro", "Number"),
            "title": ("Titre", "Title"),
            "opened_at": ("Ouvert le", "Opened on"),
            "state": ("État", "State"),
        },
        hides={"path"},
        erase=Stays("It is the committee's; the name is looked for in its lines."),
    ),
)


class GovernancePeople(PeopleHandlers):
    """Governance's own part, under a name of its own."""

    service = "governance"
    holdings = HOLDINGS
    told = GovernanceErasure
