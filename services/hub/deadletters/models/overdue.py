"""Whether the oldest letter waits for too long, as it was last told."""

from uuid import UUID

from pydantic import AwareDatetime

from kit.aggregates import Aggregate
from kit.ids import id_of

WATCH_ID = id_of("dead_letter_watch")


class Watch(Aggregate):
    """There is one. An episode begins when it becomes overdue, and ends when not."""

    id: UUID = WATCH_ID
    is_overdue: bool
    since: AwareDatetime
