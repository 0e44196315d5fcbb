"""Signing in and out: the same words and the same time, whoever knocks."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.identity.passwords import Passwords
from kit.identity.sessions import NewSession, Sessions
from services.registry.accounts.errors import WrongCredentials
from services.registry.accounts.models import Account, Credentials, Refused, SignedIn
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import (
    Budget,
    of_address,
    of_known,
    of_strangers,
)

from .guarding import Guard
from .places import Places


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
        places: Places,
        entered: Entered,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._cards = cards
        self._sessions = sessions
        self._passwords = passwords
        self._guard = guard
        self._places = places
        self._entered = entered
        self._clock = clock

    async def sign_in(
        self, given: Credentials, *, address: str, device: str = ""
    ) -> SignedIn | Refused:
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
            return Refused()
        await self._guard.give_back(budgets)
        return await self.let_in(known)

    async def sign_in_or_fail(
        self, given: Credentials, *, address: str, device: str = ""
    ) -> SignedIn:
        """Sign in, for machines.

        Raises:
            WrongCredentials: the address or the password is wrong.
            TooManyTries: for this e-mail, or from this address.
        """
        match await self.sign_in(given, address=address, device=device):
            case SignedIn() as signed_in:
                return signed_in
            case Refused():
                raise WrongCredentials

    async def sign_in_person(self, person_id: UUID) -> SignedIn:
        """Open a session for someone who has just proved who they are."""
        account = await self._accounts.get_of_person(person_id)
        return await self.let_in(account)

    async def let_in(self, account: Account) -> SignedIn:
        """Open a session, and have the browser known to this account from now on."""
        token = await self.open_session(account)
        return SignedIn(token=token, device=self._guard.remember(account.id))

    async def open_session(self, account: Account) -> str:
        await self._entered(account, at=self._clock())
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
            )
        )

    async def sign_out(self, caller: Caller) -> None:
        if caller.session_id is not None:
            await self._sessions.close(caller.session_id)

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
