"""From a raw record to a fact: each record is judged alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import ValidationError

from schemas.base import Event

from .envelope import (
    FROM_JOURNAL,
    REPLAYED,
    Record,
    Told,
    UnknownType,
    UnreadableRecord,
    text_headers,
)

E = TypeVar("E", bound=Event)


class Contracts(Generic[E]):
    """The types of event that a reader understands."""

    def __init__(self, known: Iterable[type[E]]) -> None:
        self._known: Mapping[str, type[E]] = {one.type: one for one in known}

    @property
    def types(self) -> frozenset[str]:
        return frozenset(self._known)

    def read(self, record: Record) -> Told[E]:
        """Return the fact that the record tells.

        Raises:
            UnknownType: no contract has this type.
            UnreadableRecord: headers or data are not what the contract says.
        """
        found = text_headers(record.headers)
        type_ = found.get("ce_type")
        if type_ is None:
            raise UnreadableRecord("header_missing", "ce_type")
        contract = self._known.get(type_)
        if contract is None:
            raise UnknownType(type_)
        if record.value is None:
            raise UnreadableRecord("no_data")
        try:
            fact = contract.model_validate_json(record.value)
        except ValidationError as error:
            raise UnreadableRecord(_reason(error), _where(error)) from error
        return _told(fact, found)


def _told(fact: E, found: Mapping[str, str]) -> Told[E]:
    try:
        tenant = found.get("ce_centre")
        return Told(
            fact=fact,
            id=UUID(found["ce_id"]),
            sequence=int(found["ce_sequence"]),
            at=datetime.fromisoformat(found["ce_time"]),
            source=found["ce_source"].removeprefix("/"),
            correlation_id=found.get("ce_correlationid", found["ce_id"]),
            causation_id=found.get("ce_causationid"),
            actor=found.get("ce_actor"),
            tenant_id=None if tenant is None else UUID(tenant),
            is_replayed=REPLAYED in found,
            is_from_journal=found.get(REPLAYED) == FROM_JOURNAL.decode(),
        )
    except KeyError as error:
        raise UnreadableRecord("header_missing", str(error.args[0])) from error
    except ValueError as error:
        raise UnreadableRecord("header_malformed") from error


def _reason(error: ValidationError) -> str:
    kinds = {one["type"] for one in error.errors(include_input=False)}
    return "bad_json" if "json_invalid" in kinds else "bad_schema"


def _where(error: ValidationError) -> str:
    """Name the fields at fault and what was expected, never the values."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(
        f"{'/'.join(str(part) for part in one['loc'])}: {one['type']}"
        for one in faults[:20]
    )
