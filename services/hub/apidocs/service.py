"""The reference of the whole interface, whichever services run here."""

import json
from pathlib import Path

from .models import Node, Reference
from .rules import reference

COMMITTED = Path(__file__).parents[3] / "schemas" / "openapi.json"


class ApiReference:
    """Reads the committed document: a service that runs alone knows only its part."""

    def __init__(self, document: Path = COMMITTED) -> None:
        self._document = document
        self._read: Reference | None = None

    def get(self, own: Node) -> Reference:
        """Return the reference; `own` is used where no document was committed."""
        if self._read is None:
            is_there = self._document.exists()
            told = json.loads(self._document.read_text("utf-8")) if is_there else own
            self._read = reference(told)
        return self._read
