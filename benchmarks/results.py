"""What was measured: as JSON by id, and as the table of the documentation."""

import json
import statistics
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from .rounds import Compared, Run

FOLDER = Path(__file__).parents[1]
RESULTS = FOLDER / "benchmarks" / "results" / "latest.json"
PAGE = FOLDER / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

COLUMNS = (
    *("#", "What is compared", "Measured", "Low to high", "Must", "Strive for"),
    *("Held", "CPU µs per unit, ours / peer", "Commit"),
)

Sense = Literal["at least", "at most", "within"]
SIGNS = {"at least": "≥ ", "at most": "≤ ", "within": ""}


@dataclass(frozen=True)
class Bar:
    """What is compared, and where the bars stand."""

    id: str
    what: str
    must: float | tuple[float, float]
    strive: float | None
    sense: Sense = "at least"
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    bar: Bar
    ratio: float
    low: float
    high: float
    figures: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, bar: Bar, compared: Compared, **more: Any) -> Self:
        """Take the median of the rounds, their ends, and what each side used."""
        return cls(
            bar=bar,
            ratio=compared.median,
            low=min(compared.ratios),
            high=max(compared.ratios),
            figures={
                **_side("ours", compared.ours),
                **_side("peer", compared.peer),
                "rounds": len(compared.ratios),
                "rounds_voided": compared.voided,
                **more,
            },
        )

    @property
    def holds(self) -> bool:
        if isinstance(self.bar.must, tuple):
            return self.bar.must[0] <= self.ratio <= self.bar.must[1]
        if self.bar.sense == "at most":
            return self.ratio <= self.bar.must
        return self.ratio >= self.bar.must

    def told(self, commit: str) -> dict[str, Any]:
        return {
            "id": self.bar.id,
            "what": self.bar.what,
            "ratio": round(self.ratio, 3),
            "low": round(self.low, 3),
            "high": round(self.high, 3),
            "must": self.bar.must,
            "strive": self.bar.strive,
            "sense": self.bar.sense,
            "unit": self.bar.unit,
            "held": self.holds,
            "figures": self.figures,
            "commit": commit,
        }


def keep(results: Iterable[Result]) -> list[dict[str, Any]]:
    """Write these over the earlier ones of the same ids, and the table from all."""
    commit = _commit()
    new = [result.told(commit) for result in results]
    ids = {one["id"] for one in new}
    old = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    kept = sorted(
        [one for one in old if one["id"] not in ids] + new,
        key=lambda one: _place(one["id"]),
    )
    RESULTS.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
    _write_table(kept)
    return new


def _write_table(results: Sequence[dict[str, Any]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    head = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"
    rows = "\n".join(_row(one) for one in results)
    PAGE.write_text(f"{before}{BEGIN}\n{head}\n{rows}\n{END}{after}", encoding="utf-8")


def _row(one: dict[str, Any]) -> str:
    sign, unit = SIGNS[one["sense"]], one["unit"]
    must, strive, figures = one["must"], one["strive"], one["figures"]
    bar = f"{must[0]} to {must[1]}" if isinstance(must, list | tuple) else f"{must:g}"
    cells = [
        f"**{one['id']}**",
        one["what"],
        f"**{one['ratio']:.3g}**{unit}",
        f"{one['low']:.3g} to {one['high']:.3g}",
        f"{sign}{bar}{unit}",
        "" if strive is None else f"{sign}{strive:g}{unit}",
        "yes" if one["held"] else "**no**",
        _cpu(figures),
        one["commit"],
    ]
    return f"| {' | '.join(cells)} |"


def _cpu(figures: dict[str, Any]) -> str:
    if "ours_cpu_micros" not in figures:
        return ""
    return f"{figures['ours_cpu_micros']:g} / {figures['peer_cpu_micros']:g}"


def _side(name: str, runs: Sequence[Run]) -> dict[str, float]:
    figures = {
        f"{name}_per_second": _median(runs, lambda run: run.rate),
        f"{name}_cpu_micros": _median(runs, lambda run: run.cpu_micros),
        f"{name}_server_micros": _median(runs, lambda run: run.server_micros),
        f"{name}_p50_ms": _median(runs, lambda run: run.p50_ms),
        f"{name}_p99_ms": _median(runs, lambda run: run.p99_ms),
    }
    for key in runs[0].figures:
        figures[f"{name}_{key}"] = statistics.median(run.figures[key] for run in runs)
    return {key: round(value, 2) for key, value in figures.items() if value}


def _median(runs: Sequence[Run], of: Callable[[Run], float]) -> float:
    return statistics.median(of(run) for run in runs)


def _place(id_: str) -> tuple[int, str]:
    number, _, part = id_.removeprefix("B").partition(".")
    return int(number), part.rjust(10)


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - the developer's own git
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()
