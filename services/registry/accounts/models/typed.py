"""What is typed of an account: an address, a name, a password, a code, a reason."""

import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
)

from kit.identity.passwords import LENGTH_MAX, LENGTH_MIN
from kit.texts import N_
from kit.texts.typed import OnOneLine
from kit.texts.validation import expected

ADDRESS = re.compile(r"[^@\s\"(),:;<>\[\\\]]{1,64}@(?:[^\W_][\w-]*\.)+[^\W\d_][\w-]*")


def _address(text: str) -> str:
    if not ADDRESS.fullmatch(text) or not text.isprintable():
        raise expected(N_("Une adresse entière, comme prenom.nom@exemple.fr."))
    return text


def _hidden(password: object) -> object:
    """Trim it, and keep it out of what is told of it when it is refused."""
    return SecretStr(password.strip()) if isinstance(password, str) else password


def _written(password: SecretStr) -> SecretStr:
    """Refuse half a surrogate pair, of which no bytes can be hashed."""
    try:
        password.get_secret_value().encode()
    except UnicodeEncodeError as error:
        raise expected(N_("Un texte en UTF-8, sans octet illisible.")) from error
    return password


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    OnOneLine,
]
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40),
    OnOneLine,
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, min_length=3, max_length=254
    ),
    AfterValidator(_address),
]
NewPassword = Annotated[
    SecretStr,
    Field(min_length=LENGTH_MIN, max_length=LENGTH_MAX),
    AfterValidator(_written),
    BeforeValidator(_hidden),
]
GivenPassword = Annotated[
    SecretStr,
    Field(min_length=1, max_length=LENGTH_MAX),
    AfterValidator(_written),
    BeforeValidator(_hidden),
]
Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=6, max_length=30),
    OnOneLine,
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=10, max_length=300),
    OnOneLine,
    Field(description="Why; the person reads it."),
]
GivenRole = Literal[
    "national_admin",
    "regional_referent",
    "centre_manager",
    "partner",
    "member",
    "operator",
]
