"""From a raw record to a fact: each record is judged alone."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from schemas.base import Event

from .envelope import (
    FROM_JOURNAL,
    REPLAYED,
    Headers,
    Record,
    Told,
    UnknownType,
    UnreadableRecord,
)

E = TypeVar("E", bound=Event)


class Attributes(TypedDict, total=False):
    """The headers that a reader needs, as they are read."""

    __pydantic_config__ = ConfigDict(extra="ignore")  # type: ignore[misc] # pydantic's own way

    ce_id: UUID
    ce_sequence: int
    ce_time: datetime
    ce_source: str
    ce_correlationid: str
    ce_causationid: str
    ce_actor: str
    ce_centre: UUID


read_attributes = TypeAdapter(Attributes).validator.validate_python


class Contracts(Generic[E]):
    """The types of event that a reader understands."""

    def __init__(self, known: Iterable[type[E]]) -> None:
        self._types = {one.type: one for one in known}
        # What `model_validate_json` comes down to, without the way there.
        self._readers: Mapping[bytes, Callable[[bytes], E]] = {
            name.encode(): TypeAdapter(one).validator.validate_json
            for name, one in self._types.items()
        }

    @property
    def types(self) -> frozenset[str]:
        return frozenset(self._types)

    def read(self, record: Record) -> Told[E]:
        """Return the fact that the record tells.

        Raises:
            UnknownType: no contract has this type.
            UnreadableRecord: headers or data are not what the contract says.
        """
        found = _by_name(record.headers)
        type_ = found.get("ce_type")
        if type_ is None:
            raise UnreadableRecord("header_missing", "ce_type")
        read_fact = self._readers.get(type_)
        if read_fact is None:
            raise UnknownType(type_.decode())
        if record.value is None:
            raise UnreadableRecord("no_data")
        try:
            fact = read_fact(record.value)
        except ValidationError as error:
            raise _unreadable(error) from error
        return _told(fact, found)


def _by_name(headers: Headers) -> dict[str, bytes]:
    """Return the headers still encoded, each of them proven to be UTF-8.

    All are decoded in one go, and the few that are needed once more by themselves: in
    a replay the headers would else cost twice what the data does.

    Raises:
        UnreadableRecord: one is not UTF-8.
    """
    found: dict[str, bytes] = dict(headers)  # type: ignore[arg-type] # None is set right below
    try:
        b"\n".join(found.values()).decode()
    except TypeError:
        return _by_name([(name, value or b"") for name, value in headers])
    except UnicodeDecodeError as error:
        raise UnreadableRecord("header_not_utf8") from error
    return found


def _told(fact: E, found: Mapping[str, bytes]) -> Told[E]:
    try:
        told = read_attributes(found)
        return Told(
            fact,
            told["ce_id"],
            told["ce_sequence"],
            told["ce_time"],
            told["ce_source"].removeprefix("/"),
            told.get("ce_correlationid") or str(told["ce_id"]),
            told.get("ce_causationid"),
            told.get("ce_actor"),
            told.get("ce_centre"),
            REPLAYED in found,
            found.get(REPLAYED) == FROM_JOURNAL,
        )
    except KeyError as error:
        raise UnreadableRecord("header_missing", str(error.args[0])) from error
    except ValidationError as error:
        raise UnreadableRecord("header_malformed") from error


def _unreadable(error: ValidationError) -> UnreadableRecord:
    """Name the fields at fault and what was expected, never the values."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    is_json = all(one["type"] != "json_invalid" for one in faults)
    where = "; ".join(
        f"{'/'.join(str(part) for part in one['loc'])}: {one['type']}"
        for one in faults[:20]
    )
    return UnreadableRecord("bad_schema" if is_json else "bad_json", where)
