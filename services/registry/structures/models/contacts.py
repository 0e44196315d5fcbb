"""A structure's numbers and addresses: what is right, and how it is kept."""

import re
from typing import Annotated
from urllib.parse import urlsplit

import phonenumbers
from pydantic import AfterValidator, StringConstraints
from stdnum import luhn
from stdnum.fr import siret as siret_number

from kit.texts import N_
from kit.texts.validation import expected

DIGITS = 14
LA_POSTE = "356000000"
NOBODY = "000000000"
MAINLAND = "FR"
# Ten digits each, and no number in common: any of them can be dialled from anywhere.
OVERSEAS = ("RE", "GP", "MQ", "GF", "YT", "PM")
DIALLED = re.compile(r"[+(]?[\d\s().\-/\u2010-\u2015]+", re.ASCII)
LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
EMAIL = re.compile(rf"{ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[^\W\d_][\w-]*[^\W_]")
LOCAL_MAX = 64
HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")


def is_siret(number: str) -> bool:
    """Tell whether the key is right; La Poste's offices have a rule of their own."""
    if len(number) != DIGITS or not number.isascii() or number.startswith(NOBODY):
        return False
    own_key = number.startswith(LA_POSTE) and bool(luhn.is_valid(number))
    return own_key or bool(siret_number.is_valid(number))


def dial(text: str, plan: str | None = None) -> str | None:
    """Write a number in E.164, dialled from a territory (ISO 3166-1) or from any."""
    if not DIALLED.fullmatch(text):
        return None
    for region in dict.fromkeys((plan or MAINLAND, MAINLAND, *OVERSEAS)):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and number.extension is None:
            e164 = phonenumbers.PhoneNumberFormat.E164
            return phonenumbers.format_number(number, e164)
    return None


def _text(length_max: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, max_length=length_max)


def _read_siret(text: str) -> str:
    number = "".join(text.split())
    if not (number.isascii() and number.isdigit() and len(number) == DIGITS):
        raise expected(N_("14 chiffres."))
    if not is_siret(number):
        raise expected(N_("Un SIRET dont la clé est juste : un chiffre est faux."))
    return number


def _read_email(text: str) -> str:
    address = text.lower()
    if not EMAIL.fullmatch(address) or address.index("@") > LOCAL_MAX:
        raise expected(N_("Une adresse comme accueil@exemple.fr."))
    return address


def _read_website(text: str) -> str:
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    scheme = url.partition("://")[0].lower()
    if scheme not in {"http", "https"} or "@" in url or not HOST.fullmatch(host):
        raise expected(N_("L’adresse d’un site, comme https://exemple.fr."))
    return url


Siret = Annotated[str, _text(30), AfterValidator(_read_siret)]
Email = Annotated[str, _text(254), AfterValidator(_read_email)]
Website = Annotated[str, _text(300), AfterValidator(_read_website)]
