"""The words of a proposal, and the webinar that comes of it."""

from .clock import Instant, ParisInstant, instant_in_paris
from .labels import AUDIENCES, LEVELS
from .proposal import (
    Duration,
    Proposal,
    ProposalForm,
    RegionCode,
    SpeakerLines,
    Speakers,
    ThemeCode,
)
from .views import PrivatePart, WebinarView
from .webinar import Verdict, Webinar
from .words import Line, Prose, SpeakerName

__all__ = [
    "AUDIENCES",
    "LEVELS",
    "Duration",
    "Instant",
    "Line",
    "ParisInstant",
    "PrivatePart",
    "Proposal",
    "ProposalForm",
    "Prose",
    "RegionCode",
    "SpeakerLines",
    "SpeakerName",
    "Speakers",
    "ThemeCode",
    "Verdict",
    "Webinar",
    "WebinarView",
    "instant_in_paris",
]
