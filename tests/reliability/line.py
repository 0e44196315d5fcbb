"""One line of the table of faults: what is tried, what must hold, what was found."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a line is given: a folder of its own, a seed, and how long it may take."""

    folder: Path
    seed: int
    is_short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found.

    `tried` counts what the line repeats (commands, records, seeds). `broken` names in a
    sentence each thing that had to hold and did not: empty means that the line holds.
    """

    tried: int
    lost: int
    duplicated: int
    broken: tuple[str, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def held(self) -> bool:
        return not self.broken and self.lost == 0 and self.duplicated == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table. `run` starts and stops what it needs within the trial."""

    id: str
    fault: str
    must: str
    run: Callable[[Trial], Awaitable[Outcome]]
