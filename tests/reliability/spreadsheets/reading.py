"""Reads files one by one, each in a fork, and tells what that cost: `FOLDER`.

The most that a process has ever held is told by the kernel and never shrinks, so that
each file needs a process of its own; the fork has everything imported already.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from services.registry.imports.errors import FileRefused
from services.registry.imports.parsing import read_table


def cost_of(data: bytes) -> dict[str, Any]:
    before = _held_mib()
    began = time.monotonic()
    try:
        read_table(data)
        told = ""
    except FileRefused as refused:
        told = type(refused).__name__
    except Exception as fault:  # noqa: BLE001 - told as what it is: a fault of ours
        told = f"a fault: {type(fault).__name__}"
    seconds = round(time.monotonic() - began, 2)
    return {"told": told, "seconds": seconds, "mib": round(_held_mib() - before, 1)}


def _held_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(folder: Path) -> None:
    for file in sorted(folder.iterdir()):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            told = {"name": file.name, **cost_of(file.read_bytes())}
            os.write(write, json.dumps(told).encode())
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        os.close(write)
        line = os.read(read, 65_536).decode()
        os.close(read)
        died = {"name": file.name, "told": f"a fault: died of {status}"}
        sys.stdout.write((line or json.dumps(died | {"seconds": 0, "mib": 0})) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
