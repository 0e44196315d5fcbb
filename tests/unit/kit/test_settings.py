"""Settings are read whole, and refused whole."""

from pathlib import Path

import pytest

from kit.settings import SettingsRefused, read_settings

RIGHT = {
    "MAILLAGE_SECRET": "s" * 32,
    "MAILLAGE_PUBLIC_URL": "https://maillage.example",
    "MAILLAGE_MONGO__URL": "mongodb://127.0.0.1",
    "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": "127.0.0.1:9092",
}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)


class TestReadSettings:
    def test_reads_what_is_right(self) -> None:
        settings = read_settings()

        assert settings.mode == "server"
        assert settings.mongo.url.get_secret_value() == "mongodb://127.0.0.1"
        assert "s" * 32 not in repr(settings)

    def test_lists_everything_that_is_wrong(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("MAILLAGE_MONGO__URL")
        monkeypatch.setenv("MAILLAGE_SECRET", "short")
        monkeypatch.setenv("MAILLAGE_HTTP__PORT", "99999")
        monkeypatch.setenv("MAILLAGE_ODD", "1")

        with pytest.raises(SettingsRefused) as refused:
            read_settings()

        told = "\n".join(refused.value.problems)
        for name in ("SECRET", "MONGO", "HTTP__PORT", "ODD"):
            assert f"MAILLAGE_{name}" in told

    def test_reads_a_secret_from_the_file_that_is_named(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        file = tmp_path / "secret"
        file.write_text("f" * 40 + "\n")
        monkeypatch.delenv("MAILLAGE_SECRET")
        monkeypatch.setenv("MAILLAGE_SECRET_FILE", str(file))

        settings = read_settings()

        assert settings.secret.get_secret_value() == "f" * 40

    def test_refuses_plain_http_outside_the_embedded_mode(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MAILLAGE_PUBLIC_URL", "http://maillage.example")

        with pytest.raises(SettingsRefused, match="https"):
            read_settings()

    def test_refuses_a_provider_over_plain_http_outside_the_embedded_mode(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in {
            "ISSUER": "http://provider.example",
            "CLIENT_ID": "maillage",
            "CLIENT_SECRET": "known to it",
        }.items():
            monkeypatch.setenv(f"MAILLAGE_OIDC__{name}", value)

        with pytest.raises(SettingsRefused, match=r"oidc\.issuer"):
            read_settings()

    def test_leaves_whoever_is_warned_a_day_before_closing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MAILLAGE_DORMANCY__WARNED_DAYS", "365")

        with pytest.raises(SettingsRefused, match="closed_days"):
            read_settings()

    def test_allows_what_is_embedded_only_in_that_mode_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server = read_settings()
        monkeypatch.setenv("MAILLAGE_MODE", "embedded")
        embedded = read_settings()

        assert not server.allows("mailbox")
        assert embedded.allows("mailbox")
