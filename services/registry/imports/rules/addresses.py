"""E-mail addresses and sites: their syntax, and what can be read in them."""

import re
from urllib.parse import urlsplit

from services.registry.imports.models import Code, Column, Proposal, Source
from services.registry.territories.rules import fold

from .hints import person_key
from .reading import Reading

LOCAL_MAX = 64
# Domains may be international: a town's name keeps its accents there.
LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
EMAIL = re.compile(rf"{ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[^\W\d_](?:[\w-]*[^\W_])")
HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]", re.ASCII)
AT = re.compile(r"\s*(?:\(at\)|\[at\]|\s(?:at|chez|arobase|arobas)\s)\s*")
DOT = re.compile(r"\s*(?:\(dot\)|\[dot\]|\s(?:dot|point)\s)\s*")
LINK = re.compile(r"^(?:mailto:|<)|>$")
SCHEME = re.compile(r"^[a-z]+:?/*(?=www)|^https?[:;]?/+", re.IGNORECASE)
SCHEMES = frozenset({"http", "https"})


def is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text)) and text.index("@") <= LOCAL_MAX


def read_email(reading: Reading, column: Column) -> str | None:
    """Give the address in lower case: case never tells two people apart."""
    text = reading.text(column).lower()
    if not text or is_email(text):
        return text or None
    reading.refuse(column, Code.EMAIL_SYNTAX, _repair(reading, text))
    return None


def propose_known_email(reading: Reading) -> Proposal:
    """Find the same person on another line; else only the structure knows."""
    email = reading.hints.email_by_person.get(person_key(reading.row))
    if email and is_email(email.lower()):
        return Proposal(value=email.lower(), source=Source.FILE)
    return Proposal(value=None, source=Source.ASK_STRUCTURE)


def _repair(reading: Reading, text: str) -> Proposal | None:
    spelled = DOT.sub(".", AT.sub("@", LINK.sub("", text)))
    joined = spelled.replace(" ", "").replace(",", ".").replace(";", ".")
    local, _, domain = joined.partition("@")
    candidate = f"{_ascii(local)}@{domain.strip('.')}"
    candidate = re.sub(r"\.{2,}", ".", candidate)
    known = domain_of(reading)
    if is_email(candidate):
        same = known is not None and candidate.endswith(f"@{known}")
        source = Source.SAME_DOMAIN if same else Source.REWRITTEN
        return Proposal(value=candidate, source=source)
    candidate = f"{_ascii(local).strip('.')}@{known}"
    if known and is_email(candidate):
        return Proposal(value=candidate, source=Source.SAME_DOMAIN)
    return None


def _ascii(text: str) -> str:
    letters = (c if c.isascii() else fold(c).replace(" ", "") for c in text)
    return "".join(letters)


def domain_of(reading: Reading) -> str | None:
    """Read the structure's domain in its site, else in its e-mail."""
    host = host_of(reading.row.text(Column.WEBSITE))
    if host:
        return host
    email = reading.row.text(Column.STRUCTURE_EMAIL).lower().strip()
    return email.partition("@")[2] if is_email(email) else None


def host_of(text: str) -> str | None:
    """Name the host of a site, without its `www`."""
    url = normal_url(text.strip())
    host = (urlsplit(url).hostname or "") if url else ""
    return host.removeprefix("www.") or None


def read_url(reading: Reading) -> str | None:
    text = reading.text(Column.WEBSITE)
    url = normal_url(text)
    if text and not url:
        joined = SCHEME.sub("", text.replace(" ", "").replace(",", "."))
        proposed = normal_url(joined)
        proposal = (
            Proposal(value=proposed, source=Source.REWRITTEN) if proposed else None
        )
        reading.refuse(Column.WEBSITE, Code.URL_SYNTAX, proposal)
    return url


def normal_url(text: str) -> str | None:
    """Complete a bare host; refuse what no browser should be sent to."""
    full = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(full)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    wrong = parts.scheme.lower() not in SCHEMES or " " in text or "@" in parts.netloc
    return None if wrong or not HOST.fullmatch(_ascii(host)) else full
