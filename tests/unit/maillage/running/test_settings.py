"""Which installation a command speaks of: the environment's, else this machine's run."""

import os
from pathlib import Path

import pytest

from kit.settings import SettingsRefused
from maillage.running import Addresses, Folder, NothingRuns, settings_here

RUN = Addresses(
    mongo_url="mongodb://127.0.0.1:1/?replicaSet=rs0",
    kafka_bootstrap="127.0.0.1:2",
    http_port=8000,
    smtp_port=8025,
)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in os.environ if one.startswith("MAILLAGE_")]:
        monkeypatch.delenv(name)


class TestSettingsHere:
    def test_a_run_of_this_machine_is_found(self, tmp_path: Path) -> None:
        folder = Folder(tmp_path)
        folder.note_run(RUN.note())

        settings = settings_here(folder)

        assert settings.mode == "embedded"
        assert settings.public_url == "http://127.0.0.1:8000"

    def test_the_environment_comes_first(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = Folder(tmp_path)
        folder.note_run(RUN.note())
        monkeypatch.setenv("MAILLAGE_MONGO__URL", "mongodb://elsewhere/?replicaSet=rs0")
        monkeypatch.setenv("MAILLAGE_KAFKA__BOOTSTRAP_SERVERS", "elsewhere:9092")
        monkeypatch.setenv("MAILLAGE_SECRET", "s" * 40)
        monkeypatch.setenv("MAILLAGE_PUBLIC_URL", "https://maillage.example")

        settings = settings_here(folder)

        assert settings.kafka.bootstrap_servers == "elsewhere:9092"
        assert settings.mode == "server"

    def test_without_either_there_is_nothing_to_speak_of(self, tmp_path: Path) -> None:
        with pytest.raises(NothingRuns):
            settings_here(Folder(tmp_path))

    def test_an_incomplete_environment_is_told_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MAILLAGE_LOG_LEVEL", "loud")

        with pytest.raises(SettingsRefused) as refused:
            settings_here(Folder(tmp_path))

        said = "\n".join(refused.value.problems)
        for name in ("MAILLAGE_SECRET", "MAILLAGE_MONGO", "MAILLAGE_LOG_LEVEL"):
            assert name in said
