"""Asking for a link by which to choose a password, and choosing it."""

import hashlib
from typing import Final
from uuid import UUID

from kit.clock import Clock
from kit.due import DueJobs, Payload
from kit.identity.cards import Cards
from kit.identity.passwords import Passwords
from kit.identity.sessions import Sessions
from kit.identity.tokens import LinkInvalid, Links
from kit.mongo import Mongo, Transaction
from services.registry.accounts import facts
from services.registry.accounts.errors import AccountNotFound, TooManyTries
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository, Tries
from services.registry.accounts.rules import with_password

from . import rules
from .models import LinkWanted, PasswordByToken, PasswordChosen, Purpose, WayIn

JOB: Final = "password_link"


class RecoveryService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        cards: Cards,
        sessions: Sessions,
        passwords: Passwords,
        tries: Tries,
        links: Links,
        jobs: DueJobs,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._cards = cards
        self._sessions = sessions
        self._passwords = passwords
        self._tries = tries
        self._links = links
        self._jobs = jobs
        self._clock = clock

    async def ask(self, wanted: LinkWanted, *, address: str) -> None:
        """Have a link mailed, if the address has an account.

        Both cases do the same here, hence take the same time: a job that a worker does
        later. Past five links in an hour the last one sent is still good.

        Raises:
            TooManyTries: from this address of the network.
        """
        now = self._clock()
        count, until = await self._tries.count(
            f"link-from:{address}", at=now, window=rules.WINDOW
        )
        if count > rules.LINKS_PER_ADDRESS:
            raise TooManyTries(max(1, int((until - now).total_seconds())))
        sent, _ = await self._tries.count(
            f"link:{wanted.email}", at=now, window=rules.WINDOW
        )
        account = await self._accounts.find_with_email(wanted.email)
        if sent > rules.LINKS_PER_EMAIL:
            return
        key = hashlib.sha256(wanted.email.encode()).hexdigest()
        payload = {"account_id": None if account is None else account.id}
        await self._jobs.plan(JOB, key, due_at=now, payload=payload)

    async def send(self, payload: Payload) -> None:
        """Tell that a link is to be mailed; notifications writes the e-mail."""
        if payload["account_id"] is None:
            return
        account = await self._accounts.get(payload["account_id"])
        if account.is_active:
            told = facts.password_link_asked(account)
            await self._accounts.change(account, account, told, at=self._clock())

    async def invite(self, person_id: UUID) -> Account:
        """Mail the link of a first password again.

        Raises:
            AccountNotFound: nobody has this id.
            AlreadyActivated: this person has a password.
        """
        account = await self._accounts.get_of_person(person_id)
        rules.check_invitable(account)
        told = facts.invited(account)
        return await self._accounts.change(account, account, told, at=self._clock())

    async def open_link(self, purpose: Purpose, token: str) -> WayIn:
        """Return whose password the link lets choose; reading it changes nothing.

        Raises:
            LinkInvalid, LinkExpired, LinkUsed: the link leads nowhere.
        """
        told = self._links.read(purpose, token, valid_for=rules.VALID_FOR[purpose])
        account_id, number = rules.named_by(told)
        account = await self._find(account_id)
        rules.check_link(account, number)
        card = await self._cards.find(account.person_id)
        if card is None:
            raise LinkInvalid
        return WayIn(account=account, card=card)

    async def choose(
        self, purpose: Purpose, token: str, chosen: PasswordChosen
    ) -> Account:
        """Change the password; the link is spent and every open session ends.

        Raises:
            LinkInvalid, LinkExpired, LinkUsed: the link leads nowhere.
            StaleVersion: it was used a second time meanwhile.
        """
        before = (await self.open_link(purpose, token)).account
        password = chosen.password.get_secret_value()
        after = with_password(before, await self._passwords.hash(password))

        async def do(tx: Transaction) -> Account:
            await self._sessions.close_all(before.id, tx=tx)
            return await self._accounts.change(before, after, at=self._clock(), tx=tx)

        return await self._mongo.transaction(do)

    async def choose_by_token(self, chosen: PasswordByToken) -> Account:
        """Choose, for machines; raises as `choose`."""
        return await self.choose(chosen.purpose, chosen.token, chosen)

    async def _find(self, account_id: UUID) -> Account:
        try:
            return await self._accounts.get(account_id)
        except AccountNotFound as error:
            raise LinkInvalid from error
