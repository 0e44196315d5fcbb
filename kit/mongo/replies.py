"""What a server says at once: one reply, decoded in one go."""

from collections.abc import Mapping, Sequence
from typing import Any

import bson

from .connection import Collection, Document


async def first_reply(
    documents: Collection,
    query: Mapping[str, Any],
    shown: Mapping[str, Any],
    *,
    sort: Sequence[tuple[str, int]],
    limit: int,
) -> list[Document]:
    """Return what fits into a single reply: `limit` documents, or some 16 MB of them.

    A cursor hands over one document at a time, each with a turn of the loop: for some
    hundreds of small ones that costs more than to read them.
    """
    cursor = documents.find_raw_batches(
        query, shown, sort=list(sort), limit=limit, batch_size=limit
    )
    try:
        async for reply in cursor:
            return list(bson.decode_all(reply, documents.codec_options))
    finally:
        await cursor.close()
    return []
