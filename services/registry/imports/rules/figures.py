"""Dates and shares of full time, as people and spreadsheets write them."""

import re
from calendar import monthrange
from datetime import date, timedelta

from services.registry.imports.models import Code, Column, Proposal, Source
from services.registry.territories.rules import fold

from .reading import Reading

MIDNIGHT = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
DAY_FIRST = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){MIDNIGHT}", re.ASCII)
ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){MIDNIGHT}", re.ASCII)
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
LOOSE = re.compile(r"(\d{1,2})[ ./-]+(\d{1,2})[ ./-]+(\d{4}|\d{2})", re.ASCII)
LOOSE_ISO = re.compile(r"(\d{4})[ ./]+(\d{1,2})[ ./]+(\d{1,2})", re.ASCII)
IN_WORDS = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})", re.ASCII)
MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
# Spreadsheets count days from here; it makes their 1900 a leap year, as they do.
EPOCH = date(1899, 12, 30)
YEAR_MIN, YEAR_MAX = 1900, 2100
SERIAL_MIN, SERIAL_MAX = 18_264, 73_415
MONTHS_IN_YEAR = 12
DAYS_MAX = 31

SHARE = re.compile(r"(-?\d+(?:[.,]\d+)?) ?(%?)", re.ASCII)
RATIO = re.compile(r"(\d)/(\d)", re.ASCII)
FULL_TIME = 100
SHARES_IN_WORDS = {
    "mi temps": 50,
    "plein temps": 100,
    "temps plein": 100,
    "temps complet": 100,
}


def read_date(reading: Reading) -> date | None:
    text = reading.text(Column.SINCE)
    if match := SERIAL.fullmatch(text):
        serial = int(match[1])
        if SERIAL_MIN <= serial <= SERIAL_MAX:
            return EPOCH + timedelta(days=serial)
    if match := DAY_FIRST.fullmatch(text):
        return _read_parts(reading, int(match[3]), int(match[2]), int(match[1]))
    if match := ISO.fullmatch(text):
        return _read_parts(reading, int(match[1]), int(match[2]), int(match[3]))
    if text:
        proposal = _rewritten(text)
        reading.refuse(Column.SINCE, Code.DATE_FORMAT, proposal)
    return None


def _read_parts(reading: Reading, year: int, month: int, day: int) -> date | None:
    column = Column.SINCE
    if not YEAR_MIN <= year <= YEAR_MAX:
        century = 2000 if year < 100 else 0  # noqa: PLR2004 - two digits typed
        proposal = _proposed(century + year, month, day, Source.REWRITTEN)
        reading.refuse(column, Code.DATE_YEAR, proposal, year=year)
    elif not 1 <= month <= MONTHS_IN_YEAR:
        proposal = _proposed(year, day, month, Source.SWAPPED)
        reading.refuse(column, Code.DATE_MONTH, proposal, month=month)
    else:
        return _read_day(reading, year, month, day)
    return None


def _read_day(reading: Reading, year: int, month: int, day: int) -> date | None:
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return date(year, month, day)
    proposal = None
    if last < day <= DAYS_MAX:
        proposal = _proposed(year, month, last, Source.END_OF_MONTH)
    facts = {"year": year, "month": month, "days": last}
    reading.refuse(Column.SINCE, Code.DATE_DAY, proposal, **facts)
    return None


def _proposed(year: int, month: int, day: int, source: Source) -> Proposal | None:
    try:
        value = date(year, month, day).strftime("%d/%m/%Y")
    except ValueError:
        return None
    inside = YEAR_MIN <= year <= YEAR_MAX
    return Proposal(value=value, source=source) if inside else None


def _rewritten(text: str) -> Proposal | None:
    """Read a date written otherwise: dots, two-digit years, months in words."""
    if match := LOOSE.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0  # noqa: PLR2004 - two digits typed
        return _proposed(year, month, day, Source.REWRITTEN) or _proposed(
            year, day, month, Source.SWAPPED
        )
    if match := LOOSE_ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        return _proposed(year, month, day, Source.REWRITTEN)
    match = IN_WORDS.search(fold(text))
    if match and match[2] in MONTHS:
        month = MONTHS.index(match[2]) + 1
        return _proposed(int(match[3]), month, int(match[1]), Source.REWRITTEN)
    return None


def read_share(reading: Reading) -> float | None:
    """Give a percentage; a number up to one without a `%` is a part of one."""
    column = Column.SHARE
    text = reading.text(column)
    if not text:
        return None
    match = SHARE.fullmatch(text)
    if not match:
        reading.refuse(column, Code.SHARE_NUMBER, _share_in_words(text))
        return None
    share = float(match[1].replace(",", "."))
    if 0 < share <= 1 and not match[2]:
        share *= FULL_TIME
    if 0 <= share <= FULL_TIME:
        return round(share, 2)
    bound = "100" if share > FULL_TIME else "0"
    proposal = Proposal(value=bound, source=Source.BOUND)
    reading.refuse(column, Code.SHARE_RANGE, proposal)
    return None


def _share_in_words(text: str) -> Proposal | None:
    value = SHARES_IN_WORDS.get(fold(text))
    ratio = RATIO.fullmatch(text)
    if ratio and 0 < int(ratio[1]) <= int(ratio[2]):
        value = round(FULL_TIME * int(ratio[1]) / int(ratio[2]))
    if match := re.search(r"\d{1,3}", text):
        value = value if value is not None else int(match[0])
    if value is None or value > FULL_TIME:
        return None
    return Proposal(value=str(value), source=Source.REWRITTEN)
