"""The time on a clock in Paris: a day and an hour become an instant, or are refused."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

from kit.texts import N_
from kit.texts.dates import PARIS
from kit.texts.validation import expected


def instant_in_paris(local: datetime) -> datetime:
    """Return the UTC instant at which a clock in Paris shows this.

    Raises:
        PydanticCustomError: no clock shows it (spring), or every clock twice (autumn).
    """
    first = local.replace(tzinfo=PARIS, fold=0)
    second = local.replace(tzinfo=PARIS, fold=1)
    if first.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) != local:
        raise expected(
            N_("Une heure qui existe : cette nuit-là, on passe de 2 h à 3 h.")
        )
    if first.utcoffset() != second.utcoffset():
        raise expected(
            N_("Une heure sans double : cette nuit-là, elle arrive deux fois.")
        )
    return first.astimezone(UTC)


def _from_form(value: object) -> object:
    """Read what an `<input type="datetime-local">` sends."""
    if not isinstance(value, str):
        return value
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        raise expected(N_("Une date et une heure, comme 2026-12-31T18:00.")) from error
    return instant_in_paris(read) if read.tzinfo is None else read


def _in_utc(value: datetime) -> datetime:
    try:
        instant = value.astimezone(UTC)
    except OverflowError as error:
        raise expected(N_("Une date de notre siècle.")) from error
    if instant.replace(second=0, microsecond=0) != instant:
        raise expected(N_("Une heure et des minutes, sans secondes."))
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
ParisInstant = Annotated[
    AwareDatetime, BeforeValidator(_from_form), AfterValidator(_in_utc)
]
