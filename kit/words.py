"""Words compared the way people mean them, and found by how they begin."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"}
)
NOT_WORD = re.compile(r"[\W_]+")
ASKED_LENGTH_MAX = 200
ASKED_WORDS_MAX = 5


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Write `text` as bare lower-case words separated by one space."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return NOT_WORD.sub(" ", bare.lower()).strip()


def words_of(*texts: str) -> tuple[str, ...]:
    """Return the folded words by which a search finds these texts."""
    return tuple(dict.fromkeys(fold(" ".join(texts)).split()))


def beginnings(asked: str) -> tuple[str, ...]:
    """Return how words must begin to be what was asked: a few are enough."""
    return tuple(fold(asked[:ASKED_LENGTH_MAX]).split()[:ASKED_WORDS_MAX])


def beginning_with(wanted: Sequence[str], *, field: str) -> dict[str, Any]:
    """Keep a MongoDB query to what has a word for each beginning; anchored."""
    if not wanted:
        return {}
    return {"$and": [{field: {"$regex": f"^{re.escape(one)}"}} for one in wanted]}
