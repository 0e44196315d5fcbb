"""What the committees keep of people."""

from typing import Final

from kit.people import Emptied, Holding, PeopleHandlers, Stays
from schemas.reference import Label

DATABASE: Final = "governance"
HOLDINGS: Final = (
    Holding(
        database=DATABASE,
        name="committees",
        by="members.person_id",
        title=Label("Comités où vous avez siégé", "Committees where you sat"),
        shows={"acronym": Label("Comité", "Committee")},
        hides=frozenset({"members", "rules"}),
        erase=Stays("The seat is given up by an event; the past keeps an id."),
    ),
    Holding(
        database=DATABASE,
        name="ballots",
        by="person_id",
        title=Label("Votes nommés", "Named votes"),
        shows={
            "cast_at": Label("Voté le", "Voted on"),
            "choice": Label("Choix", "Choice"),
            "reason": Label("Motif", "Reason"),
        },
        erase=Emptied({"reason": None}),
    ),
    Holding(
        database=DATABASE,
        name="participations",
        by="person_id",
        title=Label("Votes secrets : participation", "Secret votes: participation"),
        shows={"has_voted": Label("A voté", "Has voted")},
        erase=Stays("It tells that an id has voted, and nothing else."),
    ),
    Holding(
        database=DATABASE,
        name="dossiers",
        by="opened_by",
        title=Label("Dossiers que vous avez ouverts", "Dossiers that you opened"),
        shows={
            "number": Label("Numéro", "Number"),
            "title": Label("Titre", "Title"),
            "opened_at": Label("Ouvert le", "Opened on"),
            "state": Label("État", "State"),
        },
        hides=frozenset({"path"}),
        erase=Stays("It is the committee's; the name is looked for in its lines."),
    ),
)


class GovernancePeople(PeopleHandlers):
    """Governance's own part, under a name of its own."""
