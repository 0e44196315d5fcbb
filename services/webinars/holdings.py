"""What the webinars keep of people."""

from typing import Final

from kit.people import Holding, PeopleHandlers, Stays
from schemas.reference import Label

DATABASE: Final = "webinars"
HOLDINGS: Final = (
    Holding(
        database=DATABASE,
        name="registrations",
        by="person_id",
        title=Label("Inscriptions aux webinaires", "Webinar registrations"),
        shows={
            "title": Label("Webinaire", "Webinar"),
            "starts_at": Label("Le", "On"),
            "state": Label("État", "State"),
            "registered_at": Label("Inscription du", "Registered on"),
        },
        hides=frozenset({"calendar_sequence"}),
        erase=Stays("Seats are counted by it; without a card its id is nobody's."),
    ),
    Holding(
        database=DATABASE,
        name="webinars",
        by="proposed_by",
        title=Label("Webinaires que vous avez proposés", "Webinars that you proposed"),
        shows={
            "title": Label("Titre", "Title"),
            "proposed_at": Label("Proposé le", "Proposed on"),
            "objectives": Label("Objectifs", "Objectives"),
            "commercial_interest": Label("Intérêt déclaré", "Declared interest"),
            "speakers": Label("Intervenants", "Speakers"),
        },
        erase=Stays("It is the organisation's; its speakers are looked for by name."),
    ),
    Holding(
        database=DATABASE,
        name="calendars",
        by="_id",
        title=Label("Adresses de calendrier changées", "Calendar addresses changed"),
        shows={"generation": Label("Changements", "Changes")},
        erase=Stays("It keeps worthless the addresses that were changed."),
    ),
)


class WebinarPeople(PeopleHandlers):
    """The webinars' own part, under a name of its own."""
