"""The settings of one machine that runs everything, told by its own servers."""

import os
from dataclasses import asdict, dataclass

from pydantic import SecretStr, ValidationError

from kit.settings import (
    FILE_SUFFIX,
    PREFIX,
    AdministratorSettings,
    HttpSettings,
    KafkaSettings,
    MongoSettings,
    Settings,
    SettingsRefused,
    SmtpSettings,
    read_settings,
)

from .folder import Folder

HOST = "127.0.0.1"
# Who has one in the environment speaks of an installation of their own.
SECRET = f"{PREFIX}SECRET"
ADMINISTRATOR = "administration@maillage.example"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the servers of this run answer."""

    mongo_url: str
    kafka_bootstrap: str
    http_port: int
    smtp_port: int

    def note(self) -> dict[str, str | int]:
        return asdict(self)

    @property
    def site(self) -> str:
        return f"http://{HOST}:{self.http_port}"


class NothingRuns(Exception):
    """There is no installation to speak of."""


def embedded_settings(folder: Folder, at: Addresses) -> Settings:
    """Complete what the environment says.

    Raises:
        SettingsRefused: the environment says something that cannot be used.
    """
    try:
        return Settings(
            mode="embedded",
            public_url=at.site,
            secret=SecretStr(folder.secret),
            mongo=MongoSettings(url=SecretStr(at.mongo_url)),
            kafka=KafkaSettings(bootstrap_servers=at.kafka_bootstrap),
            http=HttpSettings(host=HOST, port=at.http_port),
            smtp=SmtpSettings(host=HOST, port=at.smtp_port, security="none"),
            administrator=AdministratorSettings(
                email=ADMINISTRATOR, password=SecretStr(folder.password)
            ),
        )
    except ValidationError as error:
        raise SettingsRefused([one["msg"] for one in error.errors()]) from error


def settings_here(folder: Folder) -> Settings:
    """Find the installation to speak of: the environment's, else this machine's run.

    Raises:
        NothingRuns: the environment says nothing, and nothing runs here.
        SettingsRefused: what the environment says cannot be used.
        OSError: a file that the environment names cannot be read.
    """
    run = folder.find_run()
    has_secret = SECRET in os.environ or f"{SECRET}{FILE_SUFFIX}" in os.environ
    if run is not None and not has_secret:
        return embedded_settings(folder, Addresses(**run))
    if not any(name.startswith(PREFIX) for name in os.environ):
        raise NothingRuns
    return read_settings()
