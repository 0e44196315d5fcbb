"""The proposals' HTTP API."""

from typing import Annotated

from fastapi import Depends, Response

from kit.http import Router, allowed, etag, provided
from kit.identity.callers import Caller
from schemas.access import Action, Role

from .models import Proposal, WebinarView
from .service import ProposalService

router = Router(prefix="/webinars", tags=["webinars"])

Proposals = Annotated[ProposalService, Depends(provided(ProposalService))]
Proposer = Annotated[Caller, Depends(allowed(Action.PROPOSE_WEBINARS))]


@router.post("", status_code=201)
async def propose_webinar(
    proposal: Proposal, proposals: Proposals, caller: Proposer, response: Response
) -> WebinarView:
    """Propose a webinar, and open its dossier before the committees."""
    webinar = await proposals.propose(
        proposal, by=caller.person, holder_id=caller.holder(Role.PARTNER)
    )
    response.headers["Location"] = f"/api/v1/webinars/{webinar.id}"
    response.headers.update(etag(webinar.version))
    return WebinarView.of(webinar, is_held=True)
