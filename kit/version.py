"""Which version of the project runs, and from which commit, as far as it is known."""

import re
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
NAME: Final = "maillage"
SHOWN: Final = 10
COMMIT: Final = re.compile(r"^[0-9a-f]{40}([0-9a-f]{24})?$")


@cache
def project_version() -> str:
    """Return the installed version, or that of the sources; with the commit, if any."""
    found = _commit(ROOT / ".git")
    return f"{_version()} ({found[:SHOWN]})" if found else _version()


def _version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:
        return _of_sources(ROOT / "pyproject.toml")


def _of_sources(file: Path) -> str:
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except OSError:
        return "-"
    return str(told.get("project", {}).get("version", "-"))


def _commit(git: Path) -> str | None:
    """Read what HEAD points to, without git."""
    head = _text(git / "HEAD")
    if not head.startswith("ref: "):
        return head if COMMIT.match(head) else None
    reference = head.removeprefix("ref: ")
    found = _text(git / reference) or _packed(git, reference)
    return found if COMMIT.match(found) else None


def _packed(git: Path, reference: str) -> str:
    lines = _text(git / "packed-refs").splitlines()
    ends = f" {reference}"
    return next((line.split()[0] for line in lines if line.endswith(ends)), "")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except OSError:
        return ""
