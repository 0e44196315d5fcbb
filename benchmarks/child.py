"""A process of its own that does what it is asked: one line of JSON in, one out."""

import asyncio
import importlib
import json
import os
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import uvloop

from kit.logs import configure
from kit.platform import Platform, platform
from kit.settings import read_settings

from .processes import LINE_BYTES_MAX


@dataclass(frozen=True)
class Here:
    """The process: its platform, what ends with it, what it keeps between questions."""

    platform: Platform
    stack: AsyncExitStack
    kept: dict[str, Any] = field(default_factory=dict)


async def main() -> None:
    settings = read_settings()
    configure(settings.log_level)
    async with platform(settings) as built, AsyncExitStack() as stack:
        here = Here(built, stack)
        asking = await _standard_input()
        while line := await asking.readline():
            asked = json.loads(line)
            do = getattr(importlib.import_module(asked["module"]), asked["name"])
            answer = await do(here, **asked["options"])
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=LINE_BYTES_MAX)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(0, "rb")
    )
    return reader


if __name__ == "__main__":
    uvloop.run(main())
