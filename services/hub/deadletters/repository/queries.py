"""From a selection of letters to the query that finds them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kit.mongo import Document
from services.hub.deadletters.models import Place, Selection, Wanted
from services.hub.journal.rules.names import SHORT

WAITING = "waiting"
# As the log has them, so that a replay keeps the order of each key.
ORIGIN = [("topic", 1), ("partition", 1), ("offset", 1), ("_id", 1)]
SAME = ("group", "family", "reason")


def matching(selection: Selection, *, as_of: datetime | None = None) -> Document:
    """Select what waits, but for a list that wants another state.

    With `as_of`, what failed later, or again, stays out.
    """
    state = selection.state if isinstance(selection, Wanted) else WAITING
    query: Document = {"state": state}
    for name in SAME:
        value = getattr(selection, name)
        if value is not None:
            query[name] = value
    if selection.type is not None:
        query["type"] = SHORT.get(selection.type, selection.type)
    if selection.key is not None:
        query["key"] = selection.key.encode()
    if selection.ids is not None:
        query["_id"] = {"$in": list(selection.ids)}
    if period := _period(selection, as_of):
        query["last_at"] = period
    return query


def free(holder: UUID, *, at: datetime) -> Document:
    """Select what nobody else has in hand."""
    return {
        "$or": [
            {"held": None},
            {"held.by": holder},
            {"held.until": {"$lte": at}},
        ]
    }


def behind(place: Place) -> Document:
    """Select what stands behind a place, in the order of origins."""
    topic, partition, offset, letter_id = place
    same: Document = {"topic": topic}
    there = same | {"partition": partition}
    return {
        "$or": [
            {"topic": {"$gt": topic}},
            same | {"partition": {"$gt": partition}},
            there | {"offset": {"$gt": offset}},
            there | {"offset": offset, "_id": {"$gt": letter_id}},
        ]
    }


def oldest_and_newest(query: Document) -> list[dict[str, Any]]:
    return [
        {"$match": query},
        {
            "$group": {
                "_id": None,
                "oldest": {"$min": "$first_at"},
                "newest": {"$max": "$last_at"},
            }
        },
    ]


def _period(selection: Selection, as_of: datetime | None) -> Document:
    told = {
        "$gte": selection.since,
        "$lt": selection.until,
        "$lte": as_of,
    }
    return {name: value for name, value in told.items() if value is not None}
