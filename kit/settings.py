"""Settings from `MAILLAGE_...` in the environment, checked whole before all else."""

import os
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from kit.setting_parts import (
    DeadLetterSettings,
    DormancySettings,
    HealthSettings,
    JournalSettings,
    Keys,
    OidcSettings,
    Part,
    ReplaySettings,
)

from .limits import HttpLimits

PREFIX = "MAILLAGE_"
FILE_SUFFIX = "_FILE"

Feature = Literal["mailbox", "loopback_webhooks", "plain_http", "one_factor_operators"]
EMBEDDED_ONLY: frozenset[Feature] = frozenset(
    {"mailbox", "loopback_webhooks", "plain_http", "one_factor_operators"}
)

Port = Annotated[int, Field(ge=1, le=65_535)]


class MongoSettings(Part):
    url: SecretStr = Field(description="A replica set's connection string.")


class KafkaSettings(Part):
    bootstrap_servers: str = Field(description="host:port, separated by commas.")
    replicas: int = Field(
        default=1, ge=1, le=7, description="Copies of each topic that migrate creates."
    )
    partitions: int = Field(
        default=6, ge=1, le=100, description="Of each topic that migrate creates."
    )
    session_timeout_ms: int = Field(
        default=6_000,
        ge=3_000,
        le=60_000,
        description="Silence after which a reader's work goes to another.",
    )


class SmtpSettings(Part):
    host: str = Field(default="127.0.0.1", description="Who takes e-mails to send.")
    port: Port = Field(default=25, description="Its port.")
    security: Literal["none", "starttls", "tls"] = Field(
        default="starttls", description="none, starttls or tls."
    )
    username: str | None = Field(default=None, description="If it asks for one.")
    password: SecretStr | None = Field(default=None, description="Likewise.")
    sender: str = Field(
        default="Maillage <ne-pas-repondre@maillage.example>",
        description="From of every e-mail, as `Name <address>`.",
    )
    reply_to: str | None = Field(
        default=None, description="Where answers to an e-mail go, if anywhere."
    )


class HttpSettings(HttpLimits):
    host: str = Field(default="127.0.0.1", description="What an api listens on.")
    port: Port = Field(default=8000, description="Its port.")
    body_bytes_max: int = Field(
        default=11 * 2**20, ge=2**16, description="Of one request's body."
    )
    forwarded_from: str = Field(
        default="127.0.0.1",
        description="Proxies whose X-Forwarded headers are believed.",
    )
    drain_seconds: float = Field(
        default=0.0,
        ge=0,
        le=60,
        description="Served on while /readyz says stopping, for a gateway to notice.",
    )


class AdministratorSettings(Part):
    """The first person who may let others in."""

    email: str = Field(
        max_length=254,
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
        description="Of the first administrator; without effect once there is one.",
    )
    password: SecretStr = Field(
        min_length=12, max_length=200, description="At least 12 characters."
    )


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    mode: Literal["server", "embedded"] = Field(
        default="server", description="embedded: everything in one process, loopback."
    )
    namespace: str = Field(
        default="",
        pattern=r"^([a-z][a-z0-9]{0,15})?$",
        description="Prefix of databases, topics and groups: several on one cluster.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        pattern=r"^https?://[^/\s]+$",
        description="Where people reach the site; links in e-mails start with it.",
    )
    secret: SecretStr = Field(
        min_length=32, description="Signs links and cookies; at least 32 characters."
    )
    keys: Keys | None = Field(
        default=None,
        description="Seal secrets at rest: `name:base64 of 32 bytes`, newest first.",
    )
    mongo: MongoSettings
    kafka: KafkaSettings
    smtp: SmtpSettings = SmtpSettings()
    http: HttpSettings = HttpSettings()
    health: HealthSettings = HealthSettings()
    journal: JournalSettings = JournalSettings()
    dead_letters: DeadLetterSettings = DeadLetterSettings()
    replay: ReplaySettings = ReplaySettings()
    administrator: AdministratorSettings | None = None
    oidc: OidcSettings | None = None
    dormancy: DormancySettings = DormancySettings()
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error."
    )

    @model_validator(mode="after")
    def _is_encrypted_outside_embedded_mode(self) -> Self:
        if not self.allows("plain_http") and self.public_url.startswith("http://"):
            raise ValueError("public_url must be https outside the embedded mode")
        if (
            self.oidc is not None
            and not self.allows("plain_http")
            and self.oidc.issuer.startswith("http://")
        ):
            raise ValueError("oidc.issuer must be https outside the embedded mode")
        return self

    @property
    def is_https(self) -> bool:
        """Tell whether people reach the site by https: always, outside loopback."""
        return self.public_url.startswith("https://")

    def allows(self, feature: Feature) -> bool:
        """Tell whether what only the embedded mode may do is allowed here."""
        return self.mode == "embedded" and feature in EMBEDDED_ONLY

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, _EnvironmentAndFiles(settings_cls)


class _EnvironmentAndFiles(EnvSettingsSource):
    """`NAME_FILE` names a file that holds NAME's value, as orchestrators mount them."""

    def _load_env_vars(self) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for name, value in os.environ.items():
            if not name.startswith(PREFIX):
                continue
            if name.endswith(FILE_SUFFIX):
                content = Path(value).read_text(encoding="utf-8").strip()
                found[name.removesuffix(FILE_SUFFIX).lower()] = content
            else:
                found.setdefault(name.lower(), value)
        return found


class SettingsRefused(Exception):
    """The settings cannot be used; `problems` is the whole list of what is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsRefused: with every problem at once.
    """
    unknown = [f"{name}: no such setting" for name in sorted(_unknown())]
    try:
        settings = Settings()
    except ValidationError as error:
        problems = [_problem(one) for one in error.errors()]
        raise SettingsRefused(problems + unknown) from error
    except OSError as error:
        raise SettingsRefused([f"{error.filename}: {error.strerror}"]) from error
    if unknown:
        raise SettingsRefused(unknown)
    return settings


def _unknown() -> set[str]:
    """Find what is misspelt: `MAILLAGE_TEST_` alone is the tests' own."""
    told = {name for name in os.environ if name.startswith(PREFIX)}
    return {
        name
        for name in told
        if not name.startswith(f"{PREFIX}TEST_")
        and name.removeprefix(PREFIX).removesuffix(FILE_SUFFIX).lower().split("__")[0]
        not in Settings.model_fields
    }


def _problem(error: object) -> str:
    assert isinstance(error, dict)
    name = PREFIX + "__".join(str(part) for part in error["loc"]).upper()
    return f"{name.removesuffix('_')}: {error['msg']}"
