"""Signing in and out: the same words and the same time, whoever knocks."""

from datetime import datetime
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.identity.passwords import Passwords
from kit.identity.sessions import NewSession, Sessions
from services.registry.accounts.errors import TooManyTries, WrongCredentials
from services.registry.accounts.models import Account, Credentials, Refused, SignedIn
from services.registry.accounts.repository import AccountRepository, Tries
from services.registry.accounts.rules import (
    TRIES_PER_ADDRESS,
    TRIES_PER_EMAIL,
    WINDOW,
)

from .places import Places


class SignInService:
    def __init__(
        self,
        *,
        accounts: AccountRepository,
        cards: Cards,
        sessions: Sessions,
        passwords: Passwords,
        tries: Tries,
        places: Places,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._cards = cards
        self._sessions = sessions
        self._passwords = passwords
        self._tries = tries
        self._places = places
        self._clock = clock

    async def sign_in(self, given: Credentials, *, address: str) -> SignedIn | Refused:
        """Open a session, if the address and the password go together.

        Raises:
            TooManyTries: for this e-mail, or from this address.
        """
        now = self._clock()
        await self._limit(given.email, address, now)
        account = await self._accounts.find_with_email(given.email)
        known = account if account is not None and account.is_active else None
        is_right = await self._passwords.verify(
            given.password.get_secret_value(),
            None if known is None else known.password_hash,
        )
        if known is None or not is_right:
            await self._tries.count(f"address:{address}", at=now, window=WINDOW)
            return Refused()
        await self._tries.forget(f"email:{given.email}")
        return SignedIn(token=await self.open_session(known))

    async def sign_in_or_fail(self, given: Credentials, *, address: str) -> SignedIn:
        """Sign in, for machines.

        Raises:
            WrongCredentials: the address or the password is wrong.
            TooManyTries: for this e-mail, or from this address.
        """
        match await self.sign_in(given, address=address):
            case SignedIn() as signed_in:
                return signed_in
            case Refused():
                raise WrongCredentials

    async def sign_in_person(self, person_id: UUID) -> SignedIn:
        """Open a session for someone who has just proved who they are."""
        account = await self._accounts.get_of_person(person_id)
        return SignedIn(token=await self.open_session(account))

    async def open_session(self, account: Account) -> str:
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

    async def _limit(self, email: str, address: str, now: datetime) -> None:
        of_address = await self._tries.so_far(f"address:{address}", at=now)
        of_email = await self._tries.count(f"email:{email}", at=now, window=WINDOW)
        if of_address[0] >= TRIES_PER_ADDRESS:
            raise TooManyTries(_seconds(of_address[1], now))
        if of_email[0] > TRIES_PER_EMAIL:
            raise TooManyTries(_seconds(of_email[1], now))


def _seconds(until: datetime, now: datetime) -> int:
    return max(1, int((until - now).total_seconds()))
