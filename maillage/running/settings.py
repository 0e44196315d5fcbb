"""The settings of one machine that runs everything, told by its own servers."""

from dataclasses import dataclass

from pydantic import SecretStr, ValidationError

from kit.settings import (
    HttpSettings,
    KafkaSettings,
    MongoSettings,
    Settings,
    SettingsRefused,
    SmtpSettings,
)

from .folder import Folder

HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the servers of this run answer."""

    mongo_url: str
    kafka_bootstrap: str
    http_port: int
    smtp_port: int

    @property
    def site(self) -> str:
        return f"http://{HOST}:{self.http_port}"


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
        )
    except ValidationError as error:
        raise SettingsRefused([one["msg"] for one in error.errors()]) from error
