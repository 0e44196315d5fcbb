"""The files of Kafka, as locked: checked at each start, fetched when missing."""

import hashlib
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

LOCK = Path(__file__).with_name("jgo.lock.toml")


@dataclass(frozen=True, kw_only=True)
class Jar:
    group: str
    artifact: str
    version: str
    sha256: str

    @classmethod
    def from_lock(cls, entry: dict[str, str]) -> Self:
        return cls(
            group=entry["groupId"],
            artifact=entry["artifactId"],
            version=entry["version"],
            sha256=entry["sha256"],
        )

    @property
    def coordinate(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def path(self) -> Path:
        name = f"{self.artifact}-{self.version}.jar"
        folder = Path(*self.group.split("."), self.artifact, self.version)
        return repository() / folder / name

    def is_whole(self) -> bool:
        """Compare the file with the lock: a download may have been cut short."""
        if not self.path.exists():
            return False
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


def locked_jars(lock: Path = LOCK) -> list[Jar]:
    entries = tomllib.loads(lock.read_text())["dependencies"]
    return [Jar.from_lock(entry) for entry in entries]


def missing_jars(jars: Iterable[Jar]) -> list[Jar]:
    return [jar for jar in jars if not jar.is_whole()]


def class_path(jars: Iterable[Jar]) -> str:
    return os.pathsep.join(str(jar.path) for jar in jars)


def repository() -> Path:
    """Where Java's tools keep what they fetch, shared by every project."""
    named = os.environ.get("M2_REPO")
    return Path(named) if named else Path.home() / ".m2" / "repository"
