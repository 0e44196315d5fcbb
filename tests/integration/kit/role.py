"""One role of the tests' own service, as a process of its own.

`MAILLAGE_TEST_DIES` says after how many seconds a part of the worker dies.
"""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace

from kit.running import run_role
from kit.service import Provided, Work

from .thing import THINGS

DIES = "MAILLAGE_TEST_DIES"


async def die(_: asyncio.Event) -> None:
    await asyncio.sleep(float(os.environ[DIES]))
    raise RuntimeError


def works(_: Provided) -> Sequence[Work]:
    return [die] if DIES in os.environ else []


if __name__ == "__main__":
    raise SystemExit(run_role(replace(THINGS, works=works)))
