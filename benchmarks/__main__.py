"""`python -m benchmarks [B8]`: run, print, and keep what was measured."""

import asyncio
import json
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from maillage.embedded import servers

from . import b8_relay
from .rounds import Compared

RESULTS = Path(__file__).parent / "results" / "latest.json"
BARS = {"B8": (0.4, 0.55)}


async def main(only: str | None) -> None:
    if only not in {None, *BARS}:
        raise SystemExit(f"no benchmark {only}: there are {', '.join(BARS)}")
    with TemporaryDirectory(prefix="maillage-bench-") as folder:
        async with servers(
            Path(folder), on_progress=_quiet, fresh=True, test=True
        ) as running:
            ground = b8_relay.ground(
                running.mongo_url, running.kafka_bootstrap, "bench"
            )
            async with ground as on:
                results = [_told("B8", await b8_relay.measure(on))]
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    for result in results:
        sys.stdout.write(json.dumps(result) + "\n")


def _told(id_: str, compared: Compared) -> dict[str, Any]:
    must, strive = BARS[id_]
    return {
        "id": id_,
        "ratio": round(compared.median, 3),
        "low": round(min(compared.ratios), 3),
        "high": round(max(compared.ratios), 3),
        "must": must,
        "strive": strive,
        "figures": {
            "ours_per_second": round(
                statistics.median(run.rate for run in compared.ours)
            ),
            "peer_per_second": round(
                statistics.median(run.rate for run in compared.peer)
            ),
            "ours_cpu_micros": round(
                statistics.median(run.cpu_micros for run in compared.ours), 1
            ),
            "peer_cpu_micros": round(
                statistics.median(run.cpu_micros for run in compared.peer), 1
            ),
            "rounds_voided": compared.voided,
        },
        "commit": _commit(),
    }


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - the developer's own git
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()


def _quiet(_text: str, /, **_values: int) -> None:
    """Say nothing while the servers start."""


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else None))
