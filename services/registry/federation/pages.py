"""Signing in and out by way of a provider: what a browser is told on the way."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import RedirectResponse

from kit.http import CallerNow, PagesNow, Router, offered, provided, signed_in
from kit.http.surroundings import local
from kit.identity.callers import Caller
from services.registry.accounts.delivery import SessionCookie
from services.registry.accounts.service import SignInService

from .delivery import FlowCookie
from .errors import Why
from .models import Departure, Entered, Reply, Stopped
from .rules import STATUSES
from .service import FederationService

router: APIRouter = Router(include_in_schema=False, prefix="/connexion/federee")


Federation = Annotated[FederationService, Depends(offered(FederationService))]
SignIns = Annotated[SignInService, Depends(provided(SignInService))]
Cookie = Annotated[SessionCookie, Depends(provided(SessionCookie))]
Person = Annotated[Caller, Depends(signed_in)]
Flows = Annotated[FlowCookie, Depends(provided(FlowCookie))]
Given = Annotated[str | None, Query(max_length=4_000)]
Path = Annotated[str, Query(max_length=2_000)]


async def brought(
    code: Given = None, state: Given = None, error: Given = None, iss: Given = None
) -> Reply:
    return Reply(code=code, state=state, error=error, issuer=iss)


Brought = Annotated[Reply, Depends(brought)]

STOPPED: Final = "registry/federation/stopped.html"
LINK: Final = "registry/federation/link.html"
LEAVING: Final = "registry/federation/leaving.html"
UNAVAILABLE: Final = 503
RETRY_SECONDS: Final = "30"
NEVER_KEPT: Final = {"Cache-Control": "no-store"}


@router.get("")
async def depart(
    federation: Federation,
    flows: Flows,
    next: Path = "/aujourdhui",  # noqa: A002 - the page's own name
) -> Response:
    match await federation.depart(local(next)):
        case Departure(url=url, flow=flow):
            answer: Response = RedirectResponse(url, 303, headers=NEVER_KEPT)
            flows.put(answer, flow)
            return answer
        case Stopped(why=why):
            return _stopped(why)


@router.get("/retour")
async def arrive(
    request: Request,
    federation: Federation,
    flows: Flows,
    sign_ins: SignIns,
    cookie: Cookie,
    caller: CallerNow,
    reply: Brought,
) -> Response:
    arrived = await federation.arrive(reply, flows.read(request))
    if isinstance(arrived, Entered):
        await sign_ins.sign_out(caller)
        answer = cookie.go_on(arrived.opened, arrived.next)
        answer.headers.update(NEVER_KEPT)
    else:
        answer = _stopped(arrived.why)
    flows.drop(answer)
    return answer


@router.get("/arret")
async def explain(
    request: Request, pages: PagesNow, federation: Federation, raison: Why
) -> Response:
    status = STATUSES[raison]
    retry = {"Retry-After": RETRY_SECONDS} if status == UNAVAILABLE else {}
    return pages.render(
        request,
        STOPPED,
        status=status,
        headers=NEVER_KEPT | retry,
        why=raison,
        provider=federation.name,
    )


@router.get("/lien")
async def show_link(
    request: Request,
    pages: PagesNow,
    federation: Federation,
    caller: Person,
    done: str | None = None,
) -> Response:
    return pages.render(
        request,
        LINK,
        link=await federation.link_of(caller),
        done=done,
        provider=federation.name,
    )


@router.post("/lien/retrait")
async def unlink(federation: Federation, caller: Person) -> Response:
    await federation.unlink(caller.person)
    return RedirectResponse(f"{router.prefix}/lien?done=unlinked", 303)


@router.get("/depart")
async def leave(
    request: Request,
    pages: PagesNow,
    federation: Federation,
    jeton: Annotated[str, Query(max_length=1_000)] = "",
) -> Response:
    """Lead on by a page: what answers a form may not lead to another site."""
    url = await federation.farewell(jeton)
    if url is None:
        return RedirectResponse("/connexion", 303)
    return pages.render(
        request, LEAVING, headers=NEVER_KEPT, there=url, provider=federation.name
    )


@router.get("/fin")
async def left() -> Response:
    """Be where the provider sends back to, whatever it adds to the address."""
    return RedirectResponse("/connexion", 303)


def _stopped(why: Why) -> Response:
    """Lead to where it is explained: an address without a code, to be read again."""
    return RedirectResponse(f"{router.prefix}/arret?raison={why}", 303)
