"""One line tried once, in a folder of its own that does not outlive it."""

import time
from typing import Any

from tests.support.places import run_folder, swept

from .line import Line, Trial
from .results import told

SEED = 20_261_123


async def tried(
    line: Line, *, seed: int = SEED, is_short: bool = False
) -> dict[str, Any]:
    """Run a line, and return what was found."""
    started_at = time.monotonic()
    with swept(run_folder(line.id.lower(), in_memory=is_short)) as folder:
        trial = Trial(folder=folder, seed=seed, is_short=is_short)
        outcome = await line.run(trial)
        return told(line, trial, outcome, seconds=time.monotonic() - started_at)
