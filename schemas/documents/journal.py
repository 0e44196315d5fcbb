"""Where the journal of all records lies: the hub writes it, rebuilds read it in place.

A record is `{_id, place: "<topic>/<partition>", topic, partition, offset, key, type,
headers: [[name, text], ...], data, is_event, at, recorded_at}`; an end is
`{topic, partition, end}`, the offset up to which a partition is kept.
"""

from typing import Final

DATABASE: Final = "hub"
RECORDS: Final = "journal"
ENDS: Final = "journal_ends"
