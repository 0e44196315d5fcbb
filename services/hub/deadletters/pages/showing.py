"""The list and the letter that is open beside it, as one page."""

from typing import Any

from starlette.responses import Response

from kit.pages import Form
from services.hub.deadletters.models import FAMILIES, DeadLetter, Rehearsal
from services.hub.deadletters.rules import showing, wording
from services.hub.journal.rules.names import short_type
from services.hub.journal.rules.printing import printed

from .desk import HERE, Desk

SHOWN = 50


async def show(
    desk: Desk,
    opened: DeadLetter | None,
    *,
    form: Form | None = None,
    rehearsal: Rehearsal | None = None,
    status: int = 200,
) -> Response:
    found, following = await desk.letters.search(
        desk.wanted, after=desk.asked.after, limit=SHOWN
    )
    opened = opened or next(iter(found), None)
    oldest = await desk.letters.oldest_waiting()
    return desk.pages.render(
        desk.request,
        "hub/deadletters/letters.html",
        status=status,
        desk=desk,
        here=HERE,
        letters=[(one, wording.described(one, desk.texts)) for one in found],
        following=following,
        waiting_count=await desk.letters.count_waiting(),
        oldest_at=oldest and oldest.first_at,
        now=desk.letters.now(),
        short_type=short_type,
        form=form or Form(),
        rehearsal=rehearsal,
        **await _counts(desk),
        **await _opened(desk, opened),
    )


async def _counts(desk: Desk) -> dict[str, Any]:
    """How many there are of each, for those who narrow the list."""
    by_family = await desk.letters.count_by("family", desk.wanted)
    types = await desk.letters.count_by("type", desk.wanted)
    return {
        "families": FAMILIES,
        "by_family": {one.name: one.count for one in by_family},
        "by_group": await desk.letters.count_by("group", desk.wanted),
        "by_reason": await desk.letters.count_by("reason", desk.wanted),
        "by_type": [one for one in types if one.name],
    }


async def _opened(desk: Desk, letter: DeadLetter | None) -> dict[str, Any]:
    if letter is None:
        return {"opened": None}
    told = wording.described(letter, desk.texts)
    return {
        "opened": letter,
        "told": told,
        "expected": [wording.expected(fault, desk.texts) for fault in told.faults],
        "body": body_of(letter, [fault.path for fault in told.faults]),
        "later_count": await desk.letters.count_later(letter),
        "discarder": await desk.letters.name_of(letter.discarded_by),
    }


def body_of(letter: DeadLetter, faults: Any = ()) -> Any:
    """Print what is text as JSON, and dump what is none."""
    if showing.is_text(letter.value):
        return printed(letter.value_text, faults)
    return showing.dumped(letter.value or b"")
