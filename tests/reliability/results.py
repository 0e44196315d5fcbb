"""What was found, kept by line: a new run of one leaves the others as they were."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kit.clock import now

from .line import Line, Outcome, Trial
from .table import inserted, rendered

ROOT = Path(__file__).parents[2]
LATEST = Path(__file__).parent / "results" / "latest.json"
PAGE = ROOT / "docs" / "reliability.md"


def read_latest() -> dict[str, dict[str, Any]]:
    if not LATEST.exists():
        return {}
    kept: list[dict[str, Any]] = json.loads(LATEST.read_text("utf-8"))
    return {one["id"]: one for one in kept}


def told(
    line: Line, trial: Trial, outcome: Outcome, *, seconds: float
) -> dict[str, Any]:
    return {
        "id": line.id,
        "tried": outcome.tried,
        "lost": outcome.lost,
        "duplicated": outcome.duplicated,
        "held": outcome.held,
        "broken": list(outcome.broken),
        "figures": dict(outcome.figures),
        "seed": trial.seed,
        "seconds": round(seconds, 1),
        "commit": _commit(),
        "at": now().strftime("%Y-%m-%d %H:%M UTC"),
    }


def keep(found: Mapping[str, Any], *, lines: Sequence[Line]) -> None:
    """Write what was found of one line into the file and onto the page."""
    latest = read_latest() | {found["id"]: dict(found)}
    ordered = [latest[line.id] for line in lines if line.id in latest]
    LATEST.parent.mkdir(exist_ok=True)
    text = json.dumps(ordered, indent=2, ensure_ascii=False, default=str)
    LATEST.write_text(text + "\n", encoding="utf-8")
    write_page(lines)


def write_page(lines: Sequence[Line]) -> None:
    page = PAGE.read_text("utf-8")
    PAGE.write_text(inserted(page, rendered(lines, read_latest())), encoding="utf-8")


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - the developer's own git
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    return asked.stdout.strip()
