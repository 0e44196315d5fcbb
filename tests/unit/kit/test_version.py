"""The version that runs is said, installed or not."""

from pathlib import Path

import pytest

from kit import version


class TestProjectVersion:
    def test_it_is_that_of_the_sources_where_nothing_is_installed(self) -> None:
        told = version.project_version()

        assert told.split(" ")[0] not in ("", "-")

    def test_sources_without_a_project_say_nothing(self, tmp_path: Path) -> None:
        assert version._of_sources(tmp_path / "pyproject.toml") == "-"


class TestCommit:
    @pytest.mark.parametrize("packed", [False, True])
    def test_it_is_read_without_git(self, tmp_path: Path, *, packed: bool) -> None:
        commit = "0123456789abcdef" * 2 + "01234567"
        (tmp_path / "HEAD").write_text("ref: refs/heads/main\n")
        if packed:
            (tmp_path / "packed-refs").write_text(f"# x\n{commit} refs/heads/main\n")
        else:
            (tmp_path / "refs" / "heads").mkdir(parents=True)
            (tmp_path / "refs" / "heads" / "main").write_text(f"{commit}\n")

        assert version._commit(tmp_path) == commit

    def test_what_is_no_commit_is_not_shown(self, tmp_path: Path) -> None:
        (tmp_path / "HEAD").write_text("something else")

        assert version._commit(tmp_path) is None
