"""The steps of enrolment: the HTTP API."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.http import CallerNow, Router, ScopeFor, TextsNow, allowed, provided
from kit.identity.callers import Caller
from kit.scope import Scope
from schemas.access import Action
from services.registry.advisors.models import AdvisorView
from services.registry.advisors.service import AdvisorService
from services.registry.charter.models import CharterSignature, CharterView
from services.registry.charter.rules import CURRENT

from .models import (
    AcceptanceByToken,
    EnrolledView,
    Invitations,
    InvitedView,
    Reason,
)
from .service import (
    AcceptanceService,
    HaltService,
    InvitationService,
    SigningService,
)

steps: APIRouter = Router(prefix="/advisors", tags=["advisors"])
invitations: APIRouter = Router(prefix="/invitations", tags=["invitations"])
charter: APIRouter = Router(prefix="/charter", tags=["charter"])

Advisors = Annotated[AdvisorService, Depends(provided(AdvisorService))]
Inviting = Annotated[InvitationService, Depends(provided(InvitationService))]
Accepting = Annotated[AcceptanceService, Depends(provided(AcceptanceService))]
Halting = Annotated[HaltService, Depends(provided(HaltService))]
Signing = Annotated[SigningService, Depends(provided(SigningService))]
InviteScope = Annotated[Scope, Depends(ScopeFor(Action.INVITE_ADVISORS))]
ChangeScope = Annotated[Scope, Depends(ScopeFor(Action.CHANGE_ADVISORS))]
Manager = Annotated[Caller, Depends(allowed(Action.CHANGE_ADVISORS))]
AnAdvisor = Annotated[Caller, Depends(allowed(Action.BE_ADVISOR))]

Responses = dict[int | str, dict[str, Any]]
ILLEGAL: Responses = {409: {"description": "The present state, and what is missing"}}
STEP: Responses = {404: {"description": "Absent or foreign"}, **ILLEGAL}


@steps.post("/{advisor_id}/invitation", responses=STEP)
async def invite_advisor(
    advisor_id: UUID,
    inviting: Inviting,
    advisors: Advisors,
    scope: InviteScope,
    caller: CallerNow,
) -> AdvisorView:
    await inviting.invite(advisor_id, scope=scope)
    row = await advisors.get(advisor_id, scope=scope)
    return AdvisorView.of(row.advisor, row.card, caller=caller)


@steps.post("/{advisor_id}/suspension", responses=STEP)
async def suspend_advisor(
    advisor_id: UUID,
    given: Reason,
    halting: Halting,
    advisors: Advisors,
    caller: Manager,
    scope: ChangeScope,
) -> AdvisorView:
    await halting.suspend(advisor_id, given.reason, caller=caller, scope=scope)
    row = await advisors.get(advisor_id, scope=scope)
    return AdvisorView.of(row.advisor, row.card, caller=caller)


@steps.post("/{advisor_id}/departure", responses=STEP)
async def note_departure(
    advisor_id: UUID,
    given: Reason,
    halting: Halting,
    advisors: Advisors,
    caller: Manager,
    scope: ChangeScope,
) -> AdvisorView:
    await halting.leave(advisor_id, given.reason, caller=caller, scope=scope)
    row = await advisors.get(advisor_id, scope=scope)
    return AdvisorView.of(row.advisor, row.card, caller=caller)


@steps.post("/{advisor_id}/resumption", responses=STEP)
async def resume_advisor(
    advisor_id: UUID,
    halting: Halting,
    advisors: Advisors,
    scope: ChangeScope,
    caller: CallerNow,
) -> AdvisorView:
    await halting.resume(advisor_id, scope=scope)
    row = await advisors.get(advisor_id, scope=scope)
    return AdvisorView.of(row.advisor, row.card, caller=caller)


@invitations.post("")
async def invite_advisors(
    wanted: Invitations, inviting: Inviting, scope: InviteScope
) -> InvitedView:
    """Invite those who can be; the others are named with the reason."""
    return await inviting.invite_many(wanted.advisor_ids, scope=scope)


@invitations.post(
    "/acceptance",
    status_code=201,
    responses={
        404: {"description": "No such link"},
        410: {"description": "Expired, or replaced by a later invitation"},
        **ILLEGAL,
    },
)
async def accept_invitation(
    given: AcceptanceByToken, accepting: Accepting
) -> EnrolledView:
    """Open the account that the signed link of the e-mail invites to."""
    return await accepting.enrol_by_token(given)


@charter.get("")
async def get_charter(texts: TextsNow) -> CharterView:
    return CharterView.of(CURRENT, texts.language)


@charter.post("/signature", status_code=201, responses=ILLEGAL)
async def sign_charter(
    signature: CharterSignature, signing: Signing, advisors: Advisors, caller: AnAdvisor
) -> AdvisorView:
    await signing.sign(caller, signature)
    row = await advisors.get_own(caller.person)
    return AdvisorView.of(row.advisor, row.card, caller=caller)
