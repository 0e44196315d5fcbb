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

    def document(self, own: Node) -> Node:
        """Return OpenAPI as promised; `own` is used where none was committed."""
        if not self._document.exists():
            return own
        told: Node = json.loads(self._document.read_text("utf-8"))
        return told

    def get(self, own: Node) -> Reference:
        """Return what the page shows of it."""
        if self._read is None:
            self._read = reference(self.document(own))
        return self._read
