"""The files of Kafka are taken only as they were locked."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from maillage.embedded.jars import LOCK, Jar, locked_jars, missing_jars, repository

CONTENT = b"a file that came whole"


@pytest.fixture
def jar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jar:
    monkeypatch.setenv("M2_REPO", str(tmp_path))
    return Jar(
        group="org.example",
        artifact="thing",
        version="1.0",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )


def put(jar: Jar, content: bytes) -> None:
    jar.path.parent.mkdir(parents=True, exist_ok=True)
    jar.path.write_bytes(content)


class TestMissing:
    def test_a_file_that_never_came_is_missing(self, jar: Jar) -> None:
        assert missing_jars([jar]) == [jar]

    def test_a_download_that_was_cut_short_is_missing(self, jar: Jar) -> None:
        put(jar, CONTENT[:-1])

        assert missing_jars([jar]) == [jar]

    def test_a_whole_file_is_not_missing(self, jar: Jar) -> None:
        put(jar, CONTENT)

        assert missing_jars([jar]) == []


class TestPath:
    def test_files_lie_where_java_tools_keep_theirs(self, jar: Jar) -> None:
        expected = repository() / "org" / "example" / "thing" / "1.0" / "thing-1.0.jar"

        assert jar.path == expected


class TestLock:
    def test_what_is_wanted_is_what_is_locked(self) -> None:
        wanted = tomllib.loads(LOCK.with_name("jgo.toml").read_text())

        locked = {jar.coordinate for jar in locked_jars()}

        assert set(wanted["dependencies"]["coordinates"]) <= locked

    def test_every_locked_file_has_a_digest(self) -> None:
        assert all(len(jar.sha256) == 64 for jar in locked_jars())
