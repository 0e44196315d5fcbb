"""Folders of a test run: in memory where there is room, else under the project."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
IGNORED = ROOT / ".maillage"
PREFIX = "tests-"
# What Linux keeps in memory and shows as files.
MEMORY, BYTES_FREE_MIN = Path("/dev/shm"), 8 * 2**30  # noqa: S108 - a folder of ours in it


def run_folder(purpose: str = "run", *, in_memory: bool = True) -> Path:
    """Name a folder of this process's own.

    A test asks a server for hundreds of collections and topics, each of which waits for
    the disk; in memory it takes half the time, and nothing of it outlives the run.
    """
    home = IGNORED
    if in_memory and _has_room():
        home = MEMORY / f"maillage-{os.getuid()}"
    return home / f"{PREFIX}{os.getpid()}-{purpose}"


def _has_room() -> bool:
    try:
        free = shutil.disk_usage(MEMORY).free
    except OSError:
        return False
    return os.access(MEMORY, os.W_OK) and free >= BYTES_FREE_MIN


@contextmanager
def swept(folder: Path) -> Iterator[Path]:
    """Give an empty folder and remove it after, with those of runs that were killed."""
    for left in folder.parent.glob(f"{PREFIX}*"):
        if not _is_alive(int(left.name.split("-")[1])):
            shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
