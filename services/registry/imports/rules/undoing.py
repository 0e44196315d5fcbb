"""Whether a record can be put back as it stood, and what it then is."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from services.registry.imports.models import Effect, Kind, Why

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Ties:
    """What holds records back: people with accounts, staff, centres and their own."""

    with_accounts: frozenset[UUID] = frozenset()
    with_staff: frozenset[UUID] = frozenset()
    homes: frozenset[UUID] = frozenset()
    holders: frozenset[UUID] = frozenset()


def why_kept(
    effect: Effect, digest: str, *, ties: Ties, person_id: UUID | None = None
) -> Why | None:
    """Say what keeps a record, or nothing: then it can be put back."""
    is_new = effect.action == "create"
    if is_new and person_id in ties.with_accounts:
        return Why.HAS_ACCOUNT
    if digest != effect.digest:
        return Why.CHANGED
    if effect.kind is Kind.CENTRE:
        return Why.HOLDS_RECORDS if effect.record_id in ties.holders else None
    if effect.record_id in ties.homes and (is_new or effect.kind is Kind.HOME):
        return Why.IS_CENTRE
    has_staff = is_new and effect.record_id in ties.with_staff
    return Why.HAS_ADVISORS if has_staff else None


def differing(before: BaseModel, after: BaseModel) -> dict[str, Any]:
    """Give the fields of `before` that `after` changes, to write them back later."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    names = type(before).model_fields.keys() - {"version", "sequence"}
    return {name: old[name] for name in names if old[name] != new[name]}


def put_back(record: M, fields: dict[str, Any]) -> M:
    """Return the record with the fields it had before the batch."""
    now = record.model_dump(include=set(type(record).model_fields))
    return type(record).model_validate(now | fields)
