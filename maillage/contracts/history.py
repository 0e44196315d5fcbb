"""Every version of a schema that was ever promised, as git remembers it.

Promises hold from the moment that `schemas/promised-since.txt` names: what was in
force then and what was committed since. What came before is a draft and binds nobody.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kit.clock import now

from .writing import SCHEMAS

SINCE: Final = Path("schemas", "promised-since.txt")

Versions = dict[Path, list[Any]]


def promised(root: Path) -> Versions:
    """Return all that was promised, where there is git, and what is on disk now.

    The versions of a schema stand in the order in which they came.
    """
    versions: Versions = {}
    for path, text in (*_committed(root), *_on_disk(root)):
        schema = json.loads(text)
        known = versions.setdefault(path, [])
        if schema not in known:
            known.append(schema)
    return versions


def _on_disk(root: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / SCHEMAS).glob("*.json")):
        yield SCHEMAS / path.name, path.read_text("utf-8")


def _committed(root: Path) -> Iterator[tuple[Path, str]]:
    git, since = shutil.which("git"), _since(root)
    if git is None or since is None or not (root / ".git").exists():
        return
    base = _run(git, root, "rev-list", "-1", f"--before={since}", "HEAD").strip()
    if base:
        listed = _run(git, root, "ls-tree", "-r", "--name-only", base, str(SCHEMAS))
        for path in listed.splitlines():
            yield Path(path), _run(git, root, "show", f"{base}:{path}")
    told = _run(
        git,
        root,
        *("log", "--reverse", "--format=commit %H"),
        *("--name-only", "--diff-filter=AM"),
        *(f"--since={since}", "--", str(SCHEMAS)),
    )
    commit = ""
    for line in told.splitlines():
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        elif line.endswith(".json"):
            yield Path(line), _run(git, root, "show", f"{commit}:{line}")


def _since(root: Path) -> str | None:
    """Return the moment from which promises hold, once it has come."""
    if not (root / SINCE).exists():
        return None
    told = (root / SINCE).read_text("utf-8").strip()
    return told if datetime.fromisoformat(told) <= now() else None


def _run(git: str, root: Path, *arguments: str) -> str:
    command: Sequence[str] = (git, "-C", str(root), *arguments)
    done = subprocess.run(  # noqa: S603 - our own git, our own arguments
        command, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout
