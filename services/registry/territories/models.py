"""Places: a commune, and a point on the globe."""

from enum import StrEnum
from typing import NamedTuple


class CommuneKind(StrEnum):
    CURRENT = "commune-actuelle"
    DELEGATED = "commune-deleguee"
    ASSOCIATED = "commune-associee"
    DISTRICT = "arrondissement-municipal"


class Position(NamedTuple):
    """Degrees, north and east."""

    latitude: float
    longitude: float


class Commune(NamedTuple):
    """A commune, or a part of one that kept its name; its parts name their parent."""

    code: str
    name: str
    kind: CommuneKind
    parent: str
    postcodes: tuple[str, ...]
    department: str
    region: str
    population: int
    position: Position | None

    @property
    def current_code(self) -> str:
        """The code of the commune that administers this place today."""
        return self.parent or self.code


class Suggestion(NamedTuple):
    """A town as the search box offers it: one postcode, one commune."""

    postcode: str
    commune: Commune


class FormerRegion(NamedTuple):
    """A region as it stood before 2016."""

    code: str
    name: str
