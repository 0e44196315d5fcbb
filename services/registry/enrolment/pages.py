"""Enrolment's pages: inviting, answering, signing, halting."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    PagesNow,
    Router,
    ScopeFor,
    TextsNow,
    allowed,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.pages import Form
from kit.scope import Scope
from kit.texts import N_, Texts
from schemas.access import Action
from services.registry.accounts.delivery import SessionCookie
from services.registry.accounts.service import SignInService
from services.registry.advisors.pages import labels, show_sheet
from services.registry.advisors.service import AdvisorService
from services.registry.charter.models import CharterSignature, CharterView
from services.registry.charter.rules import CURRENT

from .models import Acceptance, Reason, TickedInvitations
from .service import (
    AcceptanceService,
    HaltService,
    InvitationService,
    SigningService,
)

router: APIRouter = Router(include_in_schema=False)

Advisors = Annotated[AdvisorService, Depends(provided(AdvisorService))]
Inviting = Annotated[InvitationService, Depends(provided(InvitationService))]
Accepting = Annotated[AcceptanceService, Depends(provided(AcceptanceService))]
Halting = Annotated[HaltService, Depends(provided(HaltService))]
Signing = Annotated[SigningService, Depends(provided(SigningService))]
SignIns = Annotated[SignInService, Depends(provided(SignInService))]
Cookie = Annotated[SessionCookie, Depends(provided(SessionCookie))]
InviteScope = Annotated[Scope, Depends(ScopeFor(Action.INVITE_ADVISORS))]
ChangeScope = Annotated[Scope, Depends(ScopeFor(Action.CHANGE_ADVISORS))]
Manager = Annotated[Caller, Depends(allowed(Action.CHANGE_ADVISORS))]
AnAdvisor = Annotated[Caller, Depends(allowed(Action.BE_ADVISOR))]

INVITATION: Final = "registry/enrolment/invitation.html"
LABELS: Final = {"password": N_("Mot de passe"), "language": N_("Langue")}


@router.post("/conseillers/invitations")
async def invite_advisors(
    request: Request, texts: TextsNow, inviting: Inviting, scope: InviteScope
) -> Response:
    wanted, _ = await read_form(request, TickedInvitations, texts)
    if wanted is None:
        return RedirectResponse("/conseillers?invited=0", 303)
    done = await inviting.invite_many(wanted.wanted, scope=scope)
    counts = f"invited={len(done.invited)}&refused={len(done.refused)}"
    return RedirectResponse(f"/conseillers?{counts}", 303)


@router.post("/conseillers/{advisor_id}/invitation")
async def invite_advisor(
    advisor_id: UUID, inviting: Inviting, scope: InviteScope
) -> Response:
    await inviting.invite(advisor_id, scope=scope)
    return RedirectResponse(f"/conseillers/{advisor_id}?done=invited", 303)


@router.post("/conseillers/{advisor_id}/suspension")
async def suspend_advisor(
    request: Request,
    advisor_id: UUID,
    pages: PagesNow,
    texts: TextsNow,
    halting: Halting,
    advisors: Advisors,
    caller: Manager,
    scope: ChangeScope,
) -> Response:
    given, form = await read_form(request, Reason, texts, labels=labels(texts))
    if given is None:
        sheet = await advisors.sheet(advisor_id, scope=scope)
        return show_sheet(request, pages, sheet, form=form)
    await halting.suspend(advisor_id, given.reason, caller=caller, scope=scope)
    return RedirectResponse(f"/conseillers/{advisor_id}?done=halted", 303)


@router.post("/conseillers/{advisor_id}/depart")
async def note_departure(
    request: Request,
    advisor_id: UUID,
    pages: PagesNow,
    texts: TextsNow,
    halting: Halting,
    advisors: Advisors,
    caller: Manager,
    scope: ChangeScope,
) -> Response:
    given, form = await read_form(request, Reason, texts, labels=labels(texts))
    if given is None:
        sheet = await advisors.sheet(advisor_id, scope=scope)
        return show_sheet(request, pages, sheet, form=form)
    await halting.leave(advisor_id, given.reason, caller=caller, scope=scope)
    return RedirectResponse(f"/conseillers/{advisor_id}?done=halted", 303)


@router.post("/conseillers/{advisor_id}/reprise")
async def resume_advisor(
    advisor_id: UUID, halting: Halting, scope: ChangeScope
) -> Response:
    await halting.resume(advisor_id, scope=scope)
    return RedirectResponse(f"/conseillers/{advisor_id}?done=resumed", 303)


@router.get("/invitation/{token}")
async def show_invitation(
    request: Request, token: str, pages: PagesNow, accepting: Accepting
) -> Response:
    """Show what the link invites to; scanners follow links, so nothing is done."""
    invitation = await accepting.open_link(token)
    return pages.render(
        request, INVITATION, invitation=invitation, token=token, form=Form()
    )


@router.post("/invitation/{token}")
async def accept_invitation(
    request: Request,
    token: str,
    pages: PagesNow,
    texts: TextsNow,
    accepting: Accepting,
    sign_ins: SignIns,
    cookie: Cookie,
) -> Response:
    given, form = await read_form(request, Acceptance, texts, labels=_labels(texts))
    if given is None:
        invitation = await accepting.open_link(token)
        return pages.render(
            request,
            INVITATION,
            invitation=invitation,
            token=token,
            form=form,
            status=422,
        )
    account = await accepting.enrol(token, given)
    opened = await sign_ins.sign_in_person(account.person_id)
    return cookie.go_on(opened, "/charte")


@router.get("/charte")
async def show_charter(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    advisors: Advisors,
    caller: AnAdvisor,
    done: str | None = None,
) -> Response:
    own = await advisors.get_own(caller.person)
    return pages.render(
        request,
        "registry/enrolment/charter.html",
        charter=CharterView.of(CURRENT, texts.language),
        advisor=own.advisor,
        done=done,
    )


@router.post("/charte")
async def sign_charter(
    request: Request, texts: TextsNow, signing: Signing, caller: AnAdvisor
) -> Response:
    signature, _ = await read_form(request, CharterSignature, texts)
    if signature is None:
        return RedirectResponse("/charte", 303)
    await signing.sign(caller, signature)
    return RedirectResponse("/charte?done=signed", 303)


def _labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}
