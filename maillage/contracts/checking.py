"""Whether the files are what the code promises, and the promises what they were."""

import importlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from .history import promised
from .writing import SCHEMAS, Files, strangers

Kind = Literal["drift", "missing", "stranger", "broken", "withdrawn"]
# Needs libraries that only a developer has, so it is asked for by name and when used.
JUDGE: Final = "maillage.contracts.compatibility"


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """One file that keeps the check from passing, and why."""

    path: Path
    kind: Kind
    detail: str = ""


def check(root: Path, wanted: Files) -> list[Refusal]:
    """List every drift, and every promise that the code of today breaks."""
    return sorted([*_drift(root, wanted), *_broken(root, wanted)])


def _drift(root: Path, wanted: Files) -> Iterator[Refusal]:
    for path, text in wanted.items():
        there = root / path
        if not there.exists():
            yield Refusal(path, "missing")
        elif there.read_text("utf-8") != text:
            yield Refusal(path, "drift")
    for path in strangers(root, wanted):
        yield Refusal(path, "stranger")


def _broken(root: Path, wanted: Files) -> Iterator[Refusal]:
    broken = _judge()
    for path, versions in promised(root).items():
        if path not in wanted:
            yield Refusal(path, "withdrawn")
            continue
        if path.parent != SCHEMAS:
            continue
        told = [*versions, json.loads(wanted[path])]
        faults = {
            fault
            for place, new in enumerate(told)
            for old in told[:place]
            for fault in broken(old, new)
        }
        for fault in sorted(faults):
            yield Refusal(path, "broken", fault)


def _judge() -> Callable[[Any, Any], list[str]]:
    judge: Callable[[Any, Any], list[str]] = importlib.import_module(JUDGE).broken
    return judge
