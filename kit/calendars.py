"""Calendars: what happens when, as calendar programs read it (RFC 5545)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Maillage//Maillage//FR"
REFRESH = timedelta(hours=1)

# RFC 5545 lets no control character stand in a text, and a turned reading misleads.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who invites or is invited."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One thing in a calendar: the same `uid` for life, `sequence` counts its moves."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    told_at: datetime
    description: str = ""
    location: str = ""
    url: str | None = None
    organizer: Address | None = None
    attendee: Address | None = None
    is_cancelled: bool = False


def feed(occasions: Iterable[Occasion], *, name: str) -> bytes:
    """Write a calendar to subscribe to."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for occasion in occasions:
        calendar.add_component(_event(occasion))
    return bytes(calendar.to_ical())


def event(occasion: Occasion, *, method: Method = "REQUEST") -> bytes:
    """Write one invitation, or its withdrawal when `method` is CANCEL.

    It goes into an e-mail as `text/calendar; method=REQUEST; charset=utf-8`. A program
    takes it for the one it knows by `uid`, and the higher `sequence` wins.
    """
    calendar = _calendar(method)
    calendar.add_component(_event(replace(occasion, is_cancelled=method == "CANCEL")))
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(occasion: Occasion) -> Event:
    """Write instants in UTC: every program knows it, no zone has to be described."""
    written = Event()
    written.add("uid", occasion.uid)
    written.add("sequence", occasion.sequence)
    written.add("dtstamp", occasion.told_at)
    written.add("dtstart", occasion.starts_at)
    written.add("dtend", occasion.ends_at)
    written.add("summary", _legible(occasion.summary))
    written.add("status", "CANCELLED" if occasion.is_cancelled else "CONFIRMED")
    written.add("transp", "OPAQUE")
    if occasion.description:
        written.add("description", _legible(occasion.description))
    if occasion.location:
        written.add("location", _legible(occasion.location))
    if occasion.url is not None:
        written.add("url", occasion.url)
    if occasion.organizer is not None:
        written["organizer"] = _person(occasion.organizer)
    if occasion.attendee is not None:
        invited = _person(occasion.attendee)
        invited.params["ROLE"] = vText("REQ-PARTICIPANT")
        invited.params["PARTSTAT"] = vText("ACCEPTED")
        invited.params["RSVP"] = vText("FALSE")
        written.add("attendee", invited, encode=False)
    return written


def _legible(text: str) -> str:
    return CONTROL.sub("", text)


def _line(text: str) -> str:
    """Keep to one line what no program may be told in several."""
    return " ".join(_legible(text).split())


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(f"mailto:{address.email}")
    if address.name:
        person.params["CN"] = vText(_line(address.name))
    return person
