"""What is wrong with a record, as the contracts of today see it."""

import json
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kit.messaging.envelope import UnreadableRecord
from schemas.events import BY_TYPE
from services.hub.deadletters.models import DeadLetter, Rehearsal

from .planning import contracts_of

Path = tuple[str | int, ...]
FAULTS_MAX = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that is not what the contract says; `error` is Pydantic's own."""

    path: Path
    value: str | None
    error: dict[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        return ".".join(str(part) for part in self.path)


def faults(letter: DeadLetter) -> list[Fault]:
    """Name the fields at fault; none when the record cannot even be parsed."""
    contract = BY_TYPE.get(letter.type or "")
    if contract is None or letter.value is None:
        return []
    try:
        contract.model_validate_json(letter.value)
    except ValidationError as error:
        found = error.errors(include_url=False)[:FAULTS_MAX]
        return [_fault(dict(one)) for one in found if one["type"] != "json_invalid"]
    return []


def stop_of(letter: DeadLetter) -> int | None:
    """Return the sign at which the text stops being JSON."""
    try:
        json.loads(letter.value_text)
    except json.JSONDecodeError as error:
        return error.pos + 1
    except RecursionError:
        return 1
    return None


def rehearsed(letter: DeadLetter, *, later_count: int) -> Rehearsal:
    """Read the record as its reader would; nothing is told and nothing written."""
    try:
        contracts_of(letter.group).read(letter)
    except UnreadableRecord as error:
        return Rehearsal(
            is_readable=False,
            reason=error.reason,
            detail=error.detail,
            later_count=later_count,
        )
    return Rehearsal(is_readable=True, later_count=later_count)


def _fault(error: dict[str, Any]) -> Fault:
    is_absent = error["type"] == "missing"
    value = None if is_absent else json.dumps(error["input"], ensure_ascii=False)
    return Fault(path=tuple(error["loc"]), value=value, error=error)
