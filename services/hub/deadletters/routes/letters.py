"""One letter, and the list of them."""

from uuid import UUID

from kit.http import CursorQuery, LimitQuery, Page, Router
from services.hub.deadletters.models import (
    DeadLetterSummary,
    DeadLetterView,
    Discard,
    Rehearsal,
)
from services.hub.deadletters.rules.showing import summary, view

from .surroundings import ABSENT, REFUSED, Letters, Operator, Shown

router = Router(prefix="/dead-letters")


@router.get("")
async def list_dead_letters(
    letters: Letters,
    _: Operator,
    shown: Shown,
    after: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Page[DeadLetterSummary]:
    """List records set aside, the latest failure first."""
    found, following = await letters.search(shown, after=after, limit=limit)
    return Page(items=[summary(one) for one in found], next=following)


@router.get("/{dead_letter_id}", responses=ABSENT)
async def get_dead_letter(
    dead_letter_id: UUID, letters: Letters, _: Operator
) -> DeadLetterView:
    return view(await letters.get(dead_letter_id))


@router.get("/{dead_letter_id}/rehearsal", responses=ABSENT)
async def rehearse_dead_letter(
    dead_letter_id: UUID, letters: Letters, _: Operator
) -> Rehearsal:
    """Say what a replay would meet, without any effect."""
    return await letters.rehearse(dead_letter_id)


@router.post("/{dead_letter_id}/replay", status_code=202, responses=REFUSED)
async def replay_dead_letter(
    dead_letter_id: UUID, letters: Letters, operator: Operator
) -> DeadLetterView:
    """Give the record back to its reader alone; asked twice at once, once."""
    return view(await letters.replay(dead_letter_id, by=operator.person_id))


@router.post("/{dead_letter_id}/discard", responses=REFUSED)
async def discard_dead_letter(
    dead_letter_id: UUID, discard: Discard, letters: Letters, operator: Operator
) -> DeadLetterView:
    """Give the record up, for a reason; it stays readable for 90 days."""
    discarded = await letters.discard(
        dead_letter_id, reason=discard.reason, by=operator.person_id
    )
    return view(discarded)
