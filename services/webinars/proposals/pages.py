"""The proposals' pages."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from kit.http import PagesNow, Router, TextsNow, allowed, provided, read_form
from kit.identity.callers import Caller
from kit.pages import Form
from kit.texts import N_, Texts
from schemas.access import Action, Role
from schemas.reference import REGIONS, THEMES

from .models import AUDIENCES, LEVELS, ProposalForm
from .service import ProposalService

router = Router(include_in_schema=False)

Proposals = Annotated[ProposalService, Depends(provided(ProposalService))]
Proposer = Annotated[Caller, Depends(allowed(Action.PROPOSE_WEBINARS))]

LABELS = {
    "title_fr": N_("Titre"),
    "title_en": N_("Titre en anglais"),
    "abstract_fr": N_("Résumé"),
    "abstract_en": N_("Résumé en anglais"),
    "objectives": N_("Objectifs"),
    "material": N_("Supports"),
    "audience": N_("Public"),
    "level": N_("Niveau"),
    "themes": N_("Thèmes"),
    "regions": N_("Territoires"),
    "speakers": N_("Intervenants"),
    "duration_minutes": N_("Durée, en minutes"),
    "seats_max": N_("Nombre de places"),
    "wish_1": N_("Premier créneau souhaité"),
    "wish_2": N_("Deuxième créneau souhaité"),
    "wish_3": N_("Troisième créneau souhaité"),
    "commercial_interest": N_("Intérêt commercial déclaré"),
}


@router.get("/webinaires/proposer")
async def show_proposal(
    request: Request, _: Proposer, pages: PagesNow, texts: TextsNow
) -> Response:
    return pages.render(
        request, "webinars/proposals/propose.html", form=Form(), choices=_choices(texts)
    )


@router.post("/webinaires/proposer")
async def send_proposal(
    request: Request,
    caller: Proposer,
    proposals: Proposals,
    pages: PagesNow,
    texts: TextsNow,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    wanted, form = await read_form(request, ProposalForm, texts, labels=labels)
    if wanted is None:
        return pages.render(
            request,
            "webinars/proposals/propose.html",
            status=422,
            form=form,
            choices=_choices(texts),
        )
    webinar = await proposals.propose(
        wanted.proposal(), by=caller.person, holder_id=caller.holder(Role.PARTNER)
    )
    return RedirectResponse(f"/webinaires/{webinar.id}", 303)


def _choices(texts: Texts) -> dict[str, list[tuple[str, str, None]]]:
    language = texts.language
    return {
        "themes": [
            (code, texts.typeset(label.within(language)), None)
            for code, label in THEMES.items()
        ],
        "levels": [
            (code, label.within(language), None) for code, label in LEVELS.items()
        ],
        "audiences": [
            (code, label.within(language), None) for code, label in AUDIENCES.items()
        ],
        "regions": [
            (code, texts.typeset(name), None) for code, name in REGIONS.items()
        ],
    }
