"""Names compared the way people mean them: no case, no accent, no punctuation."""

import re
from functools import lru_cache

from kit.words import fold

SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = frozenset({"l", "le", "la", "les"})
ON_RIVER = re.compile(r"(?<!\w)s/\s*", re.IGNORECASE)
CEDEX = re.compile(r"\bcedex\b.*$")
DISTRICT = re.compile(r" 0*(\d{1,2}) ?(?:e|er|eme|ere|nd|nde)?(?: arrondissement)?$")


@lru_cache(maxsize=65_536)
def town_key(name: str) -> str:
    """Fold a town's name as post offices write it: `St`, `s/`, `CEDEX 2`, `15e`."""
    words = CEDEX.sub("", fold(ON_RIVER.sub("sur ", name))).split()
    key = " ".join(SAINTS.get(word, word) for word in words)
    return DISTRICT.sub(r" \1", key)


def has_cedex(name: str) -> bool:
    return bool(CEDEX.search(fold(name)))


def without_article(key: str) -> str:
    """Drop a leading article from a folded name, as people do when they search."""
    first, _, rest = key.partition(" ")
    return rest if rest and first in ARTICLES else key
