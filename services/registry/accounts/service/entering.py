"""Signing in and out: the same words and the same time, whoever knocks."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.identity.passwords import Passwords
from kit.identity.sessions import NewSession, Sessions
from services.registry.accounts.errors import (
    CodeWanted,
    WrongCode,
    WrongCredentials,
)
from services.registry.accounts.models import (
    Account,
    CodeAsked,
    Credentials,
    MachineCredentials,
    Refused,
    SignedIn,
)
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import (
    Budget,
    of_address,
    of_known,
    of_strangers,
)

from .guarding import Guard
from .places import Places
from .stepping import SecondStep

log = structlog.get_logger()


class Entered(Protocol):
    """Notes that an account was entered; who remembers it stands above accounts."""

    async def __call__(self, account: Account, *, at: datetime) -> None: ...


class SignInService:
    def __init__(
        self,
        *,
        accounts: AccountRepository,
        cards: Cards,
        sessions: Sessions,
        passwords: Passwords,
        guard: Guard,
        second: SecondStep,
        places: Places,
        entered: Entered,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._cards = cards
        self._sessions = sessions
        self._passwords = passwords
        self._guard = guard
        self._second = second
        self._places = places
        self._entered = entered
        self._clock = clock

    async def sign_in(
        self, given: Credentials, *, address: str, device: str = ""
    ) -> SignedIn | CodeAsked | Refused:
        """Open a session, if the address and the password go together.

        `device` is the cookie of a browser that was let in before: it has tries of its
        own, which nobody else can spend.

        Raises:
            TooManyTries: for this e-mail, from this address, or on this device.
        """
        account = await self._accounts.find_with_email(given.email)
        known = account if account is not None and account.is_active else None
        budgets = await self._admit(given.email, known, address, device)
        is_right = await self._passwords.verify(
            given.password.get_secret_value(),
            None if known is None else known.password_hash,
        )
        if known is None or not is_right:
            await self._guard.note(of_address(address))
            _note_refused("password", None if account is None else account.id)
            return Refused()
        await self._guard.give_back(budgets)
        return await self.let_in(known)

    async def sign_in_or_fail(
        self, given: MachineCredentials, *, address: str, device: str = ""
    ) -> SignedIn:
        """Sign in, for machines.

        Raises:
            WrongCredentials: the address or the password is wrong.
            CodeWanted, WrongCode: the account has a second factor.
            TooManyTries: for this e-mail, or from this address.
        """
        match await self.sign_in(given, address=address, device=device):
            case SignedIn() as signed_in:
                return signed_in
            case CodeAsked() if given.code is None:
                raise CodeWanted
            case CodeAsked(step=step):
                return await self._finish_or_fail(step, given.code)
            case Refused():
                raise WrongCredentials

    async def finish(self, step: str, code: str) -> SignedIn | Refused:
        """Open the session, when the code is right too; raises as `SecondStep.take`."""
        account = await self._second.take(step, code)
        if account is None:
            _note_refused("code", None)
            return Refused()
        return await self._enter(account, strong=True)

    async def sign_in_person(self, person_id: UUID) -> SignedIn | CodeAsked:
        """Go on with someone who has just proved who they are by one factor."""
        account = await self._accounts.get_of_person(person_id)
        return await self.let_in(account)

    async def let_in(
        self, account: Account, *, is_strong: bool = False
    ) -> SignedIn | CodeAsked:
        """Open a session, unless the account asks for a code as well.

        `is_strong` says that two factors were shown, elsewhere.
        """
        if not is_strong and await self._second.is_asked(account):
            return CodeAsked(step=self._second.sign(account))
        return await self._enter(account, strong=is_strong)

    async def open_session(self, account: Account, *, is_strong: bool = False) -> str:
        """Open one; in a session that is not strong some roles sleep."""
        await self._entered(account, at=self._clock())
        log.info("sign_in.opened", account_id=str(account.id), is_strong=is_strong)
        card = await self._cards.find(account.person_id)
        places = await self._places.of(account.grants)
        return await self._sessions.open(
            NewSession(
                account_id=account.id,
                person_id=account.person_id,
                name=card.name if card else account.email,
                place=next((place for place in places if place), ""),
                language=account.language,
                grants=account.grants,
                is_strong=is_strong,
            )
        )

    async def sign_out(self, caller: Caller) -> None:
        if caller.session_id is not None:
            await self._sessions.close(caller.session_id)

    async def _finish_or_fail(self, step: str, code: str | None) -> SignedIn:
        match await self.finish(step, code or ""):
            case SignedIn() as signed_in:
                return signed_in
            case Refused():
                raise WrongCode

    async def _enter(self, account: Account, *, strong: bool) -> SignedIn:
        """Open it, and have the browser known to this account from now on."""
        roles = {grant.role for grant in account.grants}
        return SignedIn(
            token=await self.open_session(account, is_strong=strong),
            device=self._guard.remember(account.id),
            lacks_factor=not strong and bool(roles & self._sessions.strong_roles),
        )

    async def _admit(
        self, email: str, account: Account | None, address: str, device: str
    ) -> tuple[Budget, ...]:
        """Take the try off the budgets that it is counted on.

        Raises:
            TooManyTries: one of them is spent.
        """
        device_id = None
        if account is not None and device:
            device_id = self._guard.known_device(device, account_id=account.id)
        if account is not None and device_id is not None:
            budgets = of_known(account.id, device_id)
        else:
            await self._guard.check(of_address(address))
            budgets = of_strangers(email)
        await self._guard.spend(budgets)
        return budgets


def _note_refused(factor: str, account_id: UUID | None) -> None:
    """Say so in the log, by ids alone; nobody's is a guess at an address."""
    told = None if account_id is None else str(account_id)
    log.warning("sign_in.refused", factor=factor, account_id=told)
