"""The pages of one letter and of the list: look, rehearse, replay, discard."""

from uuid import UUID

from starlette.responses import RedirectResponse, Response

from kit.http import Router, read_form
from services.hub.deadletters.models import ChosenDiscard, Discard
from services.hub.deadletters.rules import showing, wording

from .desk import HERE, OpenDesk, Operator
from .showing import show

router = Router(include_in_schema=False)


@router.get(HERE)
async def show_dead_letters(desk: OpenDesk, _: Operator) -> Response:
    return await show(desk, None)


@router.post(f"{HERE}/ecarter")
async def discard_chosen(desk: OpenDesk, operator: Operator) -> Response:
    chosen, form = await read_form(
        desk.request, ChosenDiscard, desk.texts, labels=desk.labels
    )
    if chosen is None:
        return await show(desk, None, form=form, status=422)
    for letter_id in chosen.id:
        await desk.letters.discard(
            letter_id, reason=chosen.reason, by=operator.person_id
        )
    return RedirectResponse(desk.href(), 303)


@router.get(HERE + "/{letter_id}")
async def show_dead_letter(letter_id: UUID, desk: OpenDesk, _: Operator) -> Response:
    return await show(desk, await desk.letters.get(letter_id))


@router.get(HERE + "/{letter_id}/essai")
async def show_rehearsal(letter_id: UUID, desk: OpenDesk, _: Operator) -> Response:
    letter = await desk.letters.get(letter_id)
    return await show(desk, letter, rehearsal=await desk.letters.rehearse(letter_id))


@router.get(HERE + "/{letter_id}/brut")
async def show_raw(letter_id: UUID, desk: OpenDesk, _: Operator) -> Response:
    letter = await desk.letters.get(letter_id)
    return desk.pages.render(
        desk.request,
        "hub/deadletters/raw.html",
        letter=letter,
        lines=showing.headers(letter),
        is_text=showing.is_text(letter.value),
        dump=showing.dumped(letter.value or b""),
        dumped_max=showing.DUMPED_MAX,
        title=wording.described(letter, desk.texts).title,
        back=desk.href(letter_id),
    )


@router.post(HERE + "/{letter_id}/rejouer")
async def replay_one(letter_id: UUID, desk: OpenDesk, operator: Operator) -> Response:
    await desk.letters.replay(letter_id, by=operator.person_id)
    return RedirectResponse(desk.href(letter_id), 303)


@router.post(HERE + "/{letter_id}/ecarter")
async def discard_one(letter_id: UUID, desk: OpenDesk, operator: Operator) -> Response:
    discard, form = await read_form(
        desk.request, Discard, desk.texts, labels=desk.labels
    )
    if discard is None:
        letter = await desk.letters.get(letter_id)
        return await show(desk, letter, form=form, status=422)
    await desk.letters.discard(letter_id, reason=discard.reason, by=operator.person_id)
    return RedirectResponse(desk.href(letter_id), 303)
