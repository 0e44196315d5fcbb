"""Every version of a schema that was ever promised, as git remembers it.

Promises hold from the moment that `schemas/promised-since.txt` names: what was
committed before is a draft, which binds nobody.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from .writing import SCHEMAS

SINCE: Final = Path("schemas", "promised-since.txt")

Versions = dict[Path, list[Any]]


def promised(root: Path) -> Versions:
    """Return the schemas on disk and, where there is git, all that were promised."""
    versions: Versions = {}
    for path, text in (*_on_disk(root), *_committed(root)):
        schema = json.loads(text)
        known = versions.setdefault(path, [])
        if schema not in known:
            known.append(schema)
    return versions


def _on_disk(root: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / SCHEMAS).glob("*.json")):
        yield SCHEMAS / path.name, path.read_text("utf-8")


def _committed(root: Path) -> Iterator[tuple[Path, str]]:
    git = shutil.which("git")
    if git is None or not (root / ".git").exists() or not (root / SINCE).exists():
        return
    since = (root / SINCE).read_text("utf-8").strip()
    told = _run(
        git,
        root,
        *("log", "--format=commit %H", "--name-only", "--diff-filter=AM"),
        *(f"--since={since}", "--", str(SCHEMAS)),
    )
    commit = ""
    for line in told.splitlines():
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        elif line.endswith(".json"):
            yield Path(line), _run(git, root, "show", f"{commit}:{line}")


def _run(git: str, root: Path, *arguments: str) -> str:
    command: Sequence[str] = (git, "-C", str(root), *arguments)
    done = subprocess.run(  # noqa: S603 - our own git, our own arguments
        command, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout
