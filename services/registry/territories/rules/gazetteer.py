"""Every commune in memory: by code, by postcode, by name, by nearly its name."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz, process

from kit.words import fold
from services.registry.territories.models import (
    Commune,
    CommuneKind,
    FormerRegion,
    Position,
    Suggestion,
)

from .names import has_cedex, town_key, without_article

POSTCODE_DIGITS = 5
OVERSEAS_PREFIXES = ("97", "98")
CORSICA = ("2A", "2B")


def departments_of_postcode(postcode: str) -> tuple[str, ...]:
    """Name the departments that a postcode's first digits stand for."""
    if postcode.startswith(OVERSEAS_PREFIXES):
        return (postcode[:3],)
    return CORSICA if postcode.startswith("20") else (postcode[:2],)


class Gazetteer:
    """Look places up. Indexes by name are made the first time they are asked for."""

    def __init__(
        self, communes: Sequence[Commune], former_regions: Mapping[str, FormerRegion]
    ) -> None:
        self._communes = communes
        self._former_regions = former_regions
        self._by_code: dict[str, Commune] = {}
        self._by_postcode: dict[str, list[Commune]] = {}
        for commune in communes:
            if commune.kind is CommuneKind.CURRENT or commune.code not in self._by_code:
                self._by_code[commune.code] = commune
        for commune in communes:
            for postcode in self.postcodes_of(commune):
                self._by_postcode.setdefault(postcode, []).append(commune)

    def __iter__(self) -> Iterator[Commune]:
        return iter(self._communes)

    def index_names(self) -> None:
        """Make the indexes by name now rather than at the first search."""
        _ = self._by_name, self._sorted_keys

    def postcodes_of(self, commune: Commune) -> tuple[str, ...]:
        """Give a commune's postcodes; a former one shares those of its parent."""
        if commune.postcodes or not commune.parent:
            return commune.postcodes
        parent = self._by_code.get(commune.parent)
        return parent.postcodes if parent else ()

    def find(self, code: str) -> Commune | None:
        """Find a commune by its statistical (INSEE) code."""
        return self._by_code.get(code)

    def under(self, postcode: str) -> Sequence[Commune]:
        """List the communes, former ones included, that a postcode serves."""
        return self._by_postcode.get(postcode, ())

    def named(self, name: str, *, postcode: str) -> Commune | None:
        """Find the commune of that name under that postcode."""
        key = town_key(name)
        found = [one for one in self.under(postcode) if town_key(one.name) == key]
        if not found and has_cedex(name) and not self.under(postcode):
            found = self._served_by_cedex(key, postcode)
        return min(found, key=_currentness, default=None)

    def _served_by_cedex(self, key: str, postcode: str) -> list[Commune]:
        # A company's own CEDEX code is in no list of communes: its department is.
        departments = departments_of_postcode(postcode)
        found = [c for c in self._by_name.get(key, ()) if c.department in departments]
        return found if len({c.current_code for c in found}) == 1 else []

    def with_name(self, name: str) -> Sequence[Commune]:
        """List the communes of exactly that name, anywhere."""
        return self._by_name.get(town_key(name), ())

    def nearest(
        self, name: str, *, postcode: str, likeness: int, limit: int = 3
    ) -> list[Commune]:
        """List the communes under a postcode named most like `name`.

        `likeness` is the least that counts, from 0 to 100.
        """
        communes = self.under(postcode)
        keys = [town_key(one.name) for one in communes]
        found = process.extract(
            town_key(name),
            keys,
            scorer=fuzz.ratio,
            limit=limit,
            score_cutoff=likeness,
        )
        return [communes[index] for _, _, index in found]

    def suggest(self, query: str, *, limit: int = 10) -> list[Suggestion]:
        """Answer a `postcode or town` box: the most populous first."""
        digits = query.replace(" ", "")
        if digits.isdigit() and len(digits) <= POSTCODE_DIGITS:
            return self._suggest_by_postcode(digits, limit)
        found = self._starting_with(town_key(query))
        exact = town_key(query)
        found.sort(key=lambda c: (town_key(c.name) != exact, *_currentness(c)))
        return [
            Suggestion(postcode=postcodes[0], commune=commune)
            for commune in islice(found, limit)
            if (postcodes := self.postcodes_of(commune))
        ]

    def _suggest_by_postcode(self, digits: str, limit: int) -> list[Suggestion]:
        codes = self._sorted_postcodes
        start, end = bisect_left(codes, digits), bisect_left(codes, digits + ":")
        found = [
            Suggestion(postcode=code, commune=commune)
            for code in codes[start:end]
            for commune in self._by_postcode[code]
        ]
        found.sort(key=lambda one: _currentness(one.commune))
        return found[:limit]

    def _starting_with(self, key: str) -> list[Commune]:
        keys = self._sorted_keys
        start = bisect_left(keys, (key, -1))
        found: dict[int, Commune] = {}
        for name, index in islice(keys, start, None):
            if not key or not name.startswith(key):
                break
            found[index] = self._communes[index]
        return list(found.values())

    def position_of(self, commune: Commune) -> Position | None:
        """Place a commune: its own point, its parent's, or its neighbours' middle."""
        parent = self._by_code.get(commune.parent) if commune.parent else None
        if commune.position or (parent and parent.position):
            return commune.position or (parent and parent.position)
        near = (self.under(code) for code in self.postcodes_of(commune))
        return _middle(c.position for group in near for c in group if c.position)

    def position_of_postcode(self, postcode: str) -> Position | None:
        """Place a postcode in the middle of the communes it serves."""
        return _middle(c.position for c in self.under(postcode) if c.position)

    def former_region_of(self, department: str) -> FormerRegion | None:
        """Name the region before 2016 that held a department."""
        return self._former_regions.get(department)

    @cached_property
    def _by_name(self) -> dict[str, list[Commune]]:
        index: dict[str, list[Commune]] = {}
        for commune in self._communes:
            index.setdefault(town_key(commune.name), []).append(commune)
        return index

    @cached_property
    def _sorted_keys(self) -> list[tuple[str, int]]:
        keys = [(town_key(c.name), n) for n, c in enumerate(self._communes)]
        bare = [(without_article(key), n) for key, n in keys]
        return sorted({*keys, *bare})

    @cached_property
    def _sorted_postcodes(self) -> list[str]:
        return sorted(self._by_postcode)


def _currentness(commune: Commune) -> tuple[bool, int, str]:
    return (
        commune.kind is not CommuneKind.CURRENT,
        -commune.population,
        fold(commune.name),
    )


def _middle(positions: Iterable[Position]) -> Position | None:
    points = list(positions)
    if not points:
        return None
    return Position(
        latitude=round(sum(p.latitude for p in points) / len(points), 4),
        longitude=round(sum(p.longitude for p in points) / len(points), 4),
    )
