"""Which text is in force, and whether it is the one that was read."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from .errors import CharterChanged
from .models import Charter, CharterSignature

WORDING: Final = Path(__file__).parent / "wording"


def read(text: str) -> Charter:
    """Read a version; its hash does not depend on how the file is laid out."""
    wording: dict[str, Any] = json.loads(text)
    return Charter(**wording, hash=hash_of(wording))


def hash_of(wording: dict[str, Any]) -> str:
    written = json.dumps(
        wording, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(written.encode()).hexdigest()


def latest(charters: Iterable[Charter]) -> Charter:
    return max(charters, key=lambda one: one.version)


def check_read(signature: CharterSignature, *, current: Charter) -> None:
    """Refuse a signature under any other text than the current one.

    Raises:
        CharterChanged: another version, or other words, were read.
    """
    if (signature.version, signature.hash) != (current.version, current.hash):
        raise CharterChanged(current=current.version)


CHARTERS: Final = {
    charter.version: charter
    for charter in (
        read(path.read_text("utf-8")) for path in sorted(WORDING.glob("*.json"))
    )
}
CURRENT: Final = latest(CHARTERS.values())
