"""The project's folder keeps secrets to itself, and tells where this machine runs."""

from pathlib import Path

from kit.identity.passwords import LENGTH_MIN
from maillage.running import Folder


class TestSecrets:
    def test_they_are_drawn_once(self, tmp_path: Path) -> None:
        first = Folder(tmp_path / "new")

        again = Folder(tmp_path / "new")

        assert (first.secret, first.password) == (again.secret, again.password)

    def test_two_machines_have_others(self, tmp_path: Path) -> None:
        assert Folder(tmp_path / "a").secret != Folder(tmp_path / "b").secret

    def test_they_are_long_enough_and_nobody_else_reads_them(
        self, tmp_path: Path
    ) -> None:
        folder = Folder(tmp_path)

        assert len(folder.password) >= LENGTH_MIN
        assert len(folder.secret) >= 32
        assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


class TestRun:
    def test_it_is_noted_and_forgotten(self, tmp_path: Path) -> None:
        folder = Folder(tmp_path)
        folder.note_run({"http_port": 8000})

        noted = folder.find_run()
        folder.forget_run()

        assert noted == {"http_port": 8000}
        assert folder.find_run() is None


class TestLog:
    def test_the_one_of_the_last_run_is_kept_beside(self, tmp_path: Path) -> None:
        folder = Folder(tmp_path)
        for text in ("first", "second"):
            with folder.open_log() as log:
                log.write(text)

        assert (tmp_path / "logs/maillage.log").read_text() == "second"
        assert (tmp_path / "logs/maillage.log.1").read_text() == "first"
