"""The HTTP API of dead letters."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query

from kit.http import CursorQuery, LimitQuery, Page, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import (
    DeadLetter,
    DeadLetterSummary,
    DeadLetterView,
    Discard,
    Family,
    Rehearsal,
    State,
    Wanted,
)
from .service import DeadLetterService

router = Router(prefix="/dead-letters", tags=["dead letters"])

DeadLetters = Annotated[DeadLetterService, Depends(provided(DeadLetterService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]
Responses = dict[int | str, dict[str, Any]]
ABSENT: Responses = {404: {"description": "No such dead letter."}}
REFUSED: Responses = ABSENT | {409: {"description": "Its state does not allow it."}}


def wanted(
    state: State = "waiting",
    group: Annotated[str | None, Query(max_length=80)] = None,
    family: Family | None = None,
) -> Wanted:
    return Wanted(state=state, group=group, family=family)


@router.get("")
async def list_dead_letters(
    letters: DeadLetters,
    _: Operator,
    shown: Annotated[Wanted, Depends(wanted)],
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[DeadLetterSummary]:
    """List records set aside, the latest failure first."""
    found, following = await letters.search(shown, after=after, limit=limit)
    return Page(items=[_summary(one) for one in found], next=following)


@router.get("/{dead_letter_id}", responses=ABSENT)
async def get_dead_letter(
    dead_letter_id: UUID, letters: DeadLetters, _: Operator
) -> DeadLetterView:
    return _view(await letters.get(dead_letter_id))


@router.get("/{dead_letter_id}/rehearsal", responses=ABSENT)
async def rehearse_dead_letter(
    dead_letter_id: UUID, letters: DeadLetters, _: Operator
) -> Rehearsal:
    """Say what a replay would meet, without any effect."""
    return await letters.rehearse(dead_letter_id)


@router.post("/{dead_letter_id}/replay", status_code=202, responses=REFUSED)
async def replay_dead_letter(
    dead_letter_id: UUID, letters: DeadLetters, operator: Operator
) -> DeadLetterView:
    """Give the record back to its reader alone; twice, it takes effect once."""
    return _view(await letters.replay(dead_letter_id, by=operator.person_id))


@router.post("/{dead_letter_id}/discard", responses=REFUSED)
async def discard_dead_letter(
    dead_letter_id: UUID, discard: Discard, letters: DeadLetters, operator: Operator
) -> DeadLetterView:
    """Give the record up, for a reason; it stays readable for 90 days."""
    discarded = await letters.discard(
        dead_letter_id, reason=discard.reason, by=operator.person_id
    )
    return _view(discarded)


def _summary(letter: DeadLetter) -> DeadLetterSummary:
    names = DeadLetterSummary.model_fields
    return DeadLetterSummary(**{name: getattr(letter, name) for name in names})


def _view(letter: DeadLetter) -> DeadLetterView:
    return DeadLetterView(
        **dict(_summary(letter)),
        key=letter.key_text,
        headers=letter.header_texts,
        value=letter.value_text,
        discard_reason=letter.discard_reason,
    )
