"""The readings held against each other: what is lost, what is there twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.reliability.members import Death

from .clients import Clients
from .drawing import TELLER, kind_of
from .letters import Letters, unexplained
from .readings import Log, Readings
from .stimuli import Stimuli


@dataclass(frozen=True)
class Compared:
    lost: int
    duplicated: int
    broken: list[str]
    figures: dict[str, Any]


def compared(
    found: Readings,
    *,
    clients: Clients,
    letters: Letters,
    stimuli: Stimuli,
    deaths: Sequence[Death],
) -> Compared:
    losses = _losses(found, clients, letters, stimuli)
    twice = _twice(found, letters, deaths)
    broken = [f"{count} {what}" for what, count in {**losses, **twice}.items() if count]
    if clients.refused:
        broken.append(f"refused: {dict(clients.refused)}")
    if found.log.disordered:
        broken.append(f"{found.log.disordered} aggregates told out of order")
    return Compared(
        lost=sum(losses.values()),
        duplicated=sum(twice.values()),
        broken=broken,
        figures=_figures(found, clients, letters, stimuli),
    )


def _losses(
    found: Readings, clients: Clients, letters: Letters, stimuli: Stimuli
) -> dict[str, int]:
    notified = {email["event_id"] for email in found.emails.values()}
    inboxes = Counter(_about(entry) for entry in found.entries.values())
    return {
        "acknowledged seats without a registration": len(
            clients.seats.keys() - found.registrations.keys()
        ),
        "acknowledged moves that are not there": _unmoved(found, clients),
        "registrations that did not follow their webinar": _left_behind(found),
        "events of registrations that are not in Kafka": _untold(
            found.registrations, found.log
        ),
        "events without a queued e-mail": len(found.log.events.keys() - notified),
        "events without an entry in the inbox": sum(
            not inboxes[key, sequence] for key, sequence in _expected(found)
        ),
        "e-mails that were not sent": sum(
            email["state"] != "sent" for email in found.emails.values()
        ),
        "sent e-mails that no mail server has": sum(
            str(id_) not in letters.taken_at for id_ in found.emails
        ),
        "events of notifications that are not in Kafka": _untold(
            {**found.emails, **found.entries}, found.told
        ),
        "unreadable records that were not parked": len(
            stimuli.poisoned - found.parked.keys()
        ),
        "oversize events that were not set aside": len(
            stimuli.oversized - found.refused
        ),
        "good records that were parked": found.parked_good,
    }


def _twice(
    found: Readings, letters: Letters, deaths: Sequence[Death]
) -> dict[str, int]:
    emails = Counter(_about(email) for email in found.emails.values())
    entries = Counter(_about(entry) for entry in found.entries.values())
    senders = [one.at for one in deaths if kind_of(one.member) == TELLER]
    return {
        "notifications twice": _surplus(emails) + _surplus(entries),
        "registrations that nobody asked for": len(found.registrations)
        - len({(one["person_id"], one["webinar_id"]) for one in _documents(found)}),
        "mails repeated outside the one window": unexplained(
            letters.repeated(), senders
        ),
        "mails that belong to no notification": len(
            letters.taken_at.keys() - {str(id_) for id_ in found.emails}
        ),
    }


def _unmoved(found: Readings, clients: Clients) -> int:
    """Count the webinars that are not where the last acknowledged move put them."""
    return sum(
        _instant(found.webinars[id_]["starts_at"]) != moves[-1]
        for id_, moves in clients.moves.items()
    )


def _left_behind(found: Readings) -> int:
    return sum(
        one["starts_at"] != found.webinars[one["webinar_id"]]["starts_at"]
        for one in _documents(found)
    )


def _untold(documents: Mapping[UUID, Mapping[str, Any]], log: Log) -> int:
    return sum(
        len(set(range(1, one["sequence"] + 1)) - set(log.sequences.get(id_, ())))
        for id_, one in documents.items()
    )


def _expected(found: Readings) -> list[tuple[UUID, int]]:
    """Name what each person must have been told: a seat, as of each of its events."""
    return [
        (id_, sequence)
        for id_, one in found.registrations.items()
        for sequence in range(one["sequence"])
    ]


def _about(notification: Mapping[str, Any]) -> tuple[UUID, int]:
    matter = notification["matter"]
    return matter["registration_id"], matter["calendar_sequence"]


def _surplus(counted: Counter[tuple[UUID, int]]) -> int:
    return sum(count - 1 for count in counted.values())


def _documents(found: Readings) -> list[dict[str, Any]]:
    return list(found.registrations.values())


def _instant(stored: Any) -> str:
    return f"{stored:%Y-%m-%dT%H:%M:%SZ}"


def _figures(
    found: Readings, clients: Clients, letters: Letters, stimuli: Stimuli
) -> dict[str, Any]:
    moves = sum(map(len, clients.moves.values()))
    return {
        "commands_acknowledged": len(clients.seats) + moves,
        "registrations": len(found.registrations),
        "events": len(found.log.events),
        "notifications": {"e-mails": len(found.emails), "inbox": len(found.entries)},
        "mails_taken_by_the_server": len(letters.taken_at),
        "mails_repeated_in_the_window_of_the_250": len(letters.repeated()),
        "requests_sent_again": clients.asked_again,
        "moves": moves,
        "moves_found_done_when_asked_again": clients.stale_after_doubt,
        "records_published_again": found.log.repeated + found.told.repeated,
        "unreadable_records": len(stimuli.poisoned),
        "of_them_parked_again": sum(found.parked.values()) - len(found.parked),
        "oversize_events_set_aside": len(stimuli.oversized),
    }
