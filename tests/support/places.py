"""Folders of a test run, under the project's own ignored folder."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
IGNORED = ROOT / ".maillage"
PREFIX = "tests-"


def run_folder(purpose: str = "run") -> Path:
    return IGNORED / f"{PREFIX}{os.getpid()}-{purpose}"


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
