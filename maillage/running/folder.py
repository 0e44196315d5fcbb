"""The project's ignored folder: the data, logs and secrets of one machine."""

import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from kit.platform import ROOT

SECRET_BYTES = 48
WORDS = (
    *("abricot", "balise", "cascade", "dauphin", "ecluse", "fougere", "galet"),
    *("horizon", "ivoire", "jonquille", "lagune", "mesange", "noisette", "origan"),
    *("pivoine", "ruisseau", "safran", "tilleul", "verger", "zephyr"),
)


@dataclass(frozen=True)
class Folder:
    path: Path = ROOT / ".maillage"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def secret(self) -> str:
        """What signs links and cookies: drawn once, so that they outlive a restart."""
        return str(self._kept["secret"])

    @property
    def password(self) -> str:
        """The password of the demo's accounts, which this machine alone knows."""
        return str(self._kept["password"])

    @cached_property
    def _kept(self) -> dict[str, Any]:
        file = self.path / "secrets.json"
        if not file.exists():
            _write_privately(file, json.dumps(_drawn()))
        kept: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return kept

    def note_run(self, addresses: dict[str, Any]) -> None:
        """Tell the other commands where this run answers, until it ends."""
        _write_privately(self._run, json.dumps(addresses))

    def forget_run(self) -> None:
        self._run.unlink(missing_ok=True)

    def find_run(self) -> dict[str, Any] | None:
        if not self._run.exists():
            return None
        noted: dict[str, Any] = json.loads(self._run.read_text("utf-8"))
        return noted

    @property
    def _run(self) -> Path:
        return self.path / "run.json"

    def open_log(self) -> TextIO:
        """Start a log, and keep the one of the last run beside it."""
        log = self.logs / "maillage.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        return log.open("w", encoding="utf-8", buffering=1)


def _drawn() -> dict[str, str]:
    words = [secrets.choice(WORDS) for _ in range(3)]
    return {
        "secret": secrets.token_urlsafe(SECRET_BYTES),
        "password": "-".join([*words, str(secrets.randbelow(90) + 10)]),
    }


def _write_privately(file: Path, text: str) -> None:
    """Write it whole or not at all: others read it at any moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
    new.replace(file)
