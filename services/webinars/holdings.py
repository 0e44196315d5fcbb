"""What the webinars keep of people."""

from typing import Final

from kit.people import KeptIn, PeopleHandlers, Stays
from schemas.events.webinars import WebinarsErasure

OWN: Final = KeptIn("webinars")
HOLDINGS: Final = (
    OWN.holding(
        "registrations",
        title=("Inscriptions aux webinaires", "Webinar registrations"),
        shows={
            "title": ("Webinaire", "Webinar"),
            "starts_at": ("Le", "On"),
            "state": ("État", "State"),
            "registered_at": ("Inscription du", "Registered on"),
        },
        hides={"calendar_sequence"},
        erase=Stays("Seats are counted by it; without a card its id is nobody's."),
    ),
    OWN.holding(
        "webinars",
        by="proposed_by",
        title=("Webinaires que vous avez proposés", "Webinars that you proposed"),
        shows={
            "title": ("Titre", "Title"),
            "proposed_at": ("Proposé le", "Proposed on"),
            "objectives": ("Objectifs", "Objectives"),
            "commercial_interest": ("Intérêt déclaré", "Declared interest"),
            "speakers": ("Intervenants", "Speakers"),
        },
        erase=Stays("It is the organisation's; its speakers are looked for by name."),
    ),
    OWN.holding(
        "calendars",
        by="_id",
        title=("Adresses de calendrier changées", "Calendar addresses changed"),
        shows={"generation": ("Changements", "Changes")},
        erase=Stays("It keeps worthless the addresses that were changed."),
    ),
)


class WebinarPeople(PeopleHandlers):
    """The webinars' own part, under a name of its own."""

    service = "webinars"
    holdings = HOLDINGS
    told = WebinarsErasure
