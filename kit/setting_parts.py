"""Parts of the settings: how people get in, who tells how it is, what is kept."""

from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

from . import keyring


def _ring(keys: SecretStr) -> SecretStr:
    keyring.parse(keys.get_secret_value())
    return keys


Keys = Annotated[SecretStr, AfterValidator(_ring)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DormancySettings(Part):
    """Of accounts that nobody signs in to; a year is what peers keep."""

    warned_days: int = Field(
        default=335, ge=1, le=3_650, description="Warned after so long without sign-in."
    )
    closed_days: int = Field(
        default=365, ge=2, le=3_660, description="Closed after so long without sign-in."
    )

    @model_validator(mode="after")
    def _leaves_a_day_between(self) -> Self:
        if self.closed_days <= self.warned_days:
            raise ValueError("closed_days must be more than warned_days")
        return self


class HealthSettings(Part):
    """Where a worker or a relay tells how it is; an api tells it beside its pages."""

    host: str = Field(
        default="127.0.0.1", description="Where a worker or a relay tells how it is."
    )
    port: int = Field(
        default=0, ge=0, le=65_535, description="0: a worker or relay tells nothing."
    )


class JournalSettings(Part):
    kept_days: int = Field(
        default=400,
        ge=1,
        le=36_500,
        description="How far back the journal goes, and with it the feed and rebuilds.",
    )


class DeadLetterSettings(Part):
    alert_minutes: int = Field(
        default=24 * 60,
        ge=1,
        le=90 * 24 * 60,
        description="Told when the oldest dead letter waits for as long.",
    )


class ReplaySettings(Part):
    rate_max: int = Field(
        default=500,
        ge=1,
        le=10_000,
        description="Facts per second that a replay of the journal tells at most.",
    )


Words = Annotated[str, Field(pattern=r"^[!-~]*( [!-~]+)*$", max_length=1_000)]


class OidcSettings(Part):
    """Signing in by a provider of OpenID Connect; the defaults are ProConnect's."""

    issuer: str = Field(
        pattern=r"^https?://[^\s?#]+$",
        description="Of the provider, letter for letter as its discovery tells it.",
    )
    client_id: str = Field(
        min_length=1, max_length=200, description="As the provider knows us."
    )
    client_secret: SecretStr = Field(
        min_length=1, description="What it knows us by besides."
    )
    name: str = Field(
        default="ProConnect",
        min_length=1,
        max_length=40,
        description="What the button on the page of sign-in calls it.",
    )
    scopes: Words = Field(default="openid email", description="By spaces.")
    acr_values: Words = Field(
        default="eidas1", description="Levels of assurance to ask for, by spaces."
    )
    two_factor_levels: Words = Field(
        default="eidas2 eidas3"
        " https://proconnect.gouv.fr/assurance/self-asserted-2fa"
        " https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
        description="Levels that say that two factors were asked for, by spaces.",
    )
    idp_hint: str | None = Field(
        default=None, description="The one source of identities to go straight to."
    )
    userinfo_is_signed: bool = Field(
        default=True, description="Refuse a userinfo that is not a signed JWT."
    )
    emails_are_verified: bool = Field(
        default=False,
        description="Trust every address of a provider that tells no email_verified.",
    )
    timeout_seconds: float = Field(
        default=6.0,
        ge=0.2,
        le=30,
        description="For all that one step asks of the provider.",
    )
