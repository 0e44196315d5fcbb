"""The pages of dead letters: the list, and the letter that is open beside it."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import (
    CursorQuery,
    PagesNow,
    Router,
    TextsNow,
    allowed,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.texts import N_, Texts
from schemas.access import Action
from services.hub.journal.rules.names import short_type
from services.hub.journal.rules.printing import printed

from .models import (
    FAMILIES,
    Chosen,
    ChosenDiscard,
    DeadLetter,
    Discard,
    Family,
    Rehearsal,
    State,
    Wanted,
)
from .rules import wording
from .service import DeadLetterService

router = Router(include_in_schema=False)

HERE = "/lettres-mortes"
SHOWN = 50
LABELS = {"reason": N_("Motif"), "id": N_("Messages choisis")}
DeadLetters = Annotated[DeadLetterService, Depends(provided(DeadLetterService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every answer of these pages is made from."""

    request: Request
    pages: Pages
    texts: Texts
    letters: DeadLetterService
    wanted: Wanted
    after: str | None

    @property
    def labels(self) -> dict[str, str]:
        return {name: self.texts.gettext(label) for name, label in LABELS.items()}

    def href(
        self, letter_id: UUID | None = None, *, act: str = "", **changes: str | None
    ) -> str:
        """Return the address of a list or a letter that keeps the other filters."""
        kept = {
            "etat": self.wanted.state,
            "lecteur": self.wanted.group,
            "cause": self.wanted.family,
        }
        query = {name: value for name, value in (kept | changes).items() if value}
        parts = [HERE, str(letter_id or ""), act]
        return f"{'/'.join(filter(None, parts))}?{urlencode(query)}"

    async def show(
        self,
        opened: DeadLetter | None,
        *,
        form: Form | None = None,
        rehearsal: Rehearsal | None = None,
        status: int = 200,
    ) -> Response:
        found, following = await self.letters.search(
            self.wanted, after=self.after, limit=SHOWN
        )
        opened = opened or next(iter(found), None)
        oldest = await self.letters.oldest_waiting()
        return self.pages.render(
            self.request,
            "hub/deadletters/letters.html",
            status=status,
            desk=self,
            families=FAMILIES,
            by_family=await self.letters.count_by_family(self.wanted),
            by_group=await self.letters.count_by_group(self.wanted),
            letters=[(one, wording.described(one, self.texts)) for one in found],
            following=following,
            waiting_count=await self.letters.count_waiting(),
            oldest_at=oldest and oldest.first_at,
            now=self.letters.now(),
            short_type=short_type,
            form=form or Form(),
            rehearsal=rehearsal,
            **await self._opened(opened),
        )

    async def _opened(self, letter: DeadLetter | None) -> dict[str, Any]:
        if letter is None:
            return {"opened": None}
        told = wording.described(letter, self.texts)
        return {
            "opened": letter,
            "told": told,
            "expected": [wording.expected(fault, self.texts) for fault in told.faults],
            "body": printed(letter.value_text, [fault.path for fault in told.faults]),
            "later_count": await self.letters.count_later(letter),
            "discarder": await self.letters.name_of(letter.discarded_by),
        }


def desk(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    letters: DeadLetters,
    etat: State = "waiting",
    lecteur: Annotated[str | None, Query(max_length=80)] = None,
    cause: Family | None = None,
    after: CursorQuery = None,
) -> Desk:
    wanted = Wanted(state=etat, group=lecteur, family=cause)
    return Desk(request, pages, texts, letters, wanted, after)


OpenDesk = Annotated[Desk, Depends(desk)]


@router.get(HERE)
async def show_dead_letters(desk: OpenDesk, _: Operator) -> Response:
    return await desk.show(None)


@router.post(f"{HERE}/rejouer")
async def replay_chosen(desk: OpenDesk, operator: Operator) -> Response:
    chosen, form = await read_form(desk.request, Chosen, desk.texts, labels=desk.labels)
    if chosen is None:
        return await desk.show(None, form=form, status=422)
    for letter_id in chosen.id:
        await desk.letters.replay(letter_id, by=operator.person_id)
    return RedirectResponse(desk.href(), 303)


@router.post(f"{HERE}/ecarter")
async def discard_chosen(desk: OpenDesk, operator: Operator) -> Response:
    chosen, form = await read_form(
        desk.request, ChosenDiscard, desk.texts, labels=desk.labels
    )
    if chosen is None:
        return await desk.show(None, form=form, status=422)
    for letter_id in chosen.id:
        await desk.letters.discard(
            letter_id, reason=chosen.reason, by=operator.person_id
        )
    return RedirectResponse(desk.href(), 303)


@router.get(HERE + "/{letter_id}")
async def show_dead_letter(letter_id: UUID, desk: OpenDesk, _: Operator) -> Response:
    return await desk.show(await desk.letters.get(letter_id))


@router.get(HERE + "/{letter_id}/essai")
async def show_rehearsal(letter_id: UUID, desk: OpenDesk, _: Operator) -> Response:
    letter = await desk.letters.get(letter_id)
    return await desk.show(letter, rehearsal=await desk.letters.rehearse(letter_id))


@router.get(HERE + "/{letter_id}/brut")
async def show_raw(letter_id: UUID, desk: OpenDesk, _: Operator) -> Response:
    letter = await desk.letters.get(letter_id)
    return desk.pages.render(
        desk.request,
        "hub/deadletters/raw.html",
        letter=letter,
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
        return await desk.show(letter, form=form, status=422)
    await desk.letters.discard(letter_id, reason=discard.reason, by=operator.person_id)
    return RedirectResponse(desk.href(letter_id), 303)
