"""Sessions, one's own account, and letting people in: the HTTP API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from kit.http import (
    IfMatch,
    Router,
    allowed,
    etag,
    keeps_no_trace,
    provided,
    signed_in,
)
from kit.identity.callers import Caller
from schemas.access import Action

from .delivery import SessionCookie
from .models import (
    AccountView,
    LanguageChange,
    MachineCredentials,
    NewPerson,
    OpenedView,
    PasswordChange,
    SessionView,
)
from .service import AccountService, SignInService

sessions: APIRouter = Router(prefix="/sessions", tags=["sessions"])
account: APIRouter = Router(prefix="/account", tags=["account"])
people: APIRouter = Router(prefix="/people", tags=["people"])

Accounts = Annotated[AccountService, Depends(provided(AccountService))]
SignIns = Annotated[SignInService, Depends(provided(SignInService))]
Cookie = Annotated[SessionCookie, Depends(provided(SessionCookie))]
Person = Annotated[Caller, Depends(signed_in)]
Administrator = Annotated[Caller, Depends(allowed(Action.OPEN_ACCOUNTS))]


@sessions.post(
    "",
    status_code=201,
    responses={
        401: {"description": "Wrong, or a code is wanted"},
        429: {"description": "Too many tries"},
    },
)
@keeps_no_trace
async def open_session(
    request: Request,
    response: Response,
    given: MachineCredentials,
    sign_ins: SignIns,
    cookie: Cookie,
) -> SessionView:
    address = request.client.host if request.client else ""
    device = cookie.device(request)
    opened = await sign_ins.sign_in_or_fail(given, address=address, device=device)
    cookie.let_in(response, opened)
    return SessionView(token=opened.token)


@sessions.delete("/current", status_code=204)
@keeps_no_trace
async def close_session(
    response: Response, sign_ins: SignIns, cookie: Cookie, caller: Person
) -> None:
    await sign_ins.sign_out(caller)
    cookie.drop(response)


@account.get("")
async def get_account(
    response: Response, accounts: Accounts, caller: Person
) -> AccountView:
    own = await accounts.get_own(caller)
    response.headers.update(etag(own.account.version))
    return AccountView.of(own)


@account.patch("", responses={412: {"description": "Changed since it was read"}})
async def change_account(
    response: Response,
    change: LanguageChange,
    accounts: Accounts,
    caller: Person,
    version: IfMatch,
) -> AccountView:
    own = await accounts.change_language(caller, change.language, version=version)
    response.headers.update(etag(own.account.version))
    return AccountView.of(own)


@account.put("/password", status_code=204)
async def change_password(
    change: PasswordChange, accounts: Accounts, caller: Person
) -> None:
    await accounts.change_password_or_fail(caller, change)


@people.post(
    "", status_code=201, responses={409: {"description": "The address has an account"}}
)
async def open_account(
    person: NewPerson, accounts: Accounts, _: Administrator
) -> OpenedView:
    return OpenedView.of(await accounts.open(person))
