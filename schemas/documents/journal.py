"""Where the journal of all records lies: the hub writes it, rebuilds read it in place.

A record is `{_id, place: "<topic>/<partition>", topic, partition, offset, key, type,
headers: [[name, text], ...], data, is_event, at, recorded_at}`; an end is
`{topic, partition, end, begin}`, the offsets from which and up to which a partition is
kept; `begin` is absent while nothing was cut off.
"""

from typing import Final

DATABASE: Final = "hub"
RECORDS: Final = "journal"
ENDS: Final = "journal_ends"
