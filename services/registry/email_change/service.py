"""Asking for another address, and confirming it from there."""

from typing import Final
from uuid import UUID

from kit.clock import Clock
from kit.due import DueJobs, Payload
from kit.identity.callers import Caller
from kit.identity.cards import Card, Cards
from kit.identity.tokens import LinkInvalid, Links
from kit.mongo import Mongo, Transaction
from services.registry.accounts import facts
from services.registry.accounts.errors import AccountNotFound, WrongPassword
from services.registry.accounts.models import Account, Refused
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.service import AccountService, Guard

from . import rules
from .errors import ChangeOver
from .models import EmailWanted, Waiting

JOB: Final = "email_change_over"


class EmailChangeService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        keeping: AccountService,
        cards: Cards,
        guard: Guard,
        links: Links,
        jobs: DueJobs,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._keeping = keeping
        self._cards = cards
        self._guard = guard
        self._links = links
        self._jobs = jobs
        self._clock = clock

    async def own_email(self, caller: Caller) -> str:
        return (await self._accounts.get_of_person(caller.person)).email

    async def ask(self, caller: Caller, wanted: EmailWanted) -> Waiting | Refused:
        """Have a link mailed to the new address, and a notice to the present one.

        It is answered alike whether the new address has an account: who reads its
        mail learns that, on confirming.

        Raises:
            SameEmail: it is the account's own.
            TooManyTries: enough passwords were tried, or enough letters written.
        """
        before = await self._accounts.get_of_person(caller.person)
        after = rules.asked(before, wanted.email)
        if not await self._keeping.is_password(before, wanted.password):
            return Refused()
        await self._guard.spend((rules.of_asking(before.id),))
        card = rules.reached(await self._card(before), after)
        now = self._clock()

        async def do(tx: Transaction) -> None:
            told = facts.email_change_asked(after)
            await self._accounts.change(before, after, told, at=now, tx=tx)
            await self._cards.change(card, tx=tx)
            await self._jobs.plan(
                JOB,
                str(before.id),
                due_at=now + rules.FORMER_KEPT,
                payload={"account_id": before.id},
                tx=tx,
            )

        await self._mongo.transaction(do)
        return Waiting(new_email=wanted.email)

    async def ask_or_fail(self, caller: Caller, wanted: EmailWanted) -> None:
        """Ask, for machines.

        Raises:
            WrongPassword: it is not the caller's. Else as `ask`.
        """
        if isinstance(await self.ask(caller, wanted), Refused):
            raise WrongPassword

    async def open_link(self, token: str) -> Account:
        """Return the account whose new address the link confirms; nothing changes.

        Raises:
            LinkInvalid, LinkExpired, ChangeOver: the link leads nowhere.
        """
        told = self._links.read(rules.PURPOSE, token, valid_for=rules.VALID_FOR)
        try:
            account = await self._accounts.get(UUID(told["account"]))
        except AccountNotFound as error:
            raise LinkInvalid from error
        rules.check_link(account, told)
        return account

    async def confirm(self, token: str) -> Account:
        """Take the new address.

        Raises:
            LinkInvalid, LinkExpired, ChangeOver: the link leads nowhere.
            EmailTaken: another account has the address.
        """
        before = await self.open_link(token)
        after = rules.changed(before)
        card = rules.moved(await self._card(before), after)

        async def do(tx: Transaction) -> Account:
            told = facts.email_changed(after)
            changed = await self._accounts.change(
                before, after, told, at=self._clock(), tx=tx
            )
            await self._cards.change(card, tx=tx)
            return changed

        return await self._mongo.transaction(do)

    async def forget(self, payload: Payload) -> None:
        """Forget the address that was left, and one that was never confirmed."""
        account = await self._accounts.get(payload["account_id"])
        card = (await self._card(account)).model_copy(
            update={"new_email": None, "former_email": None}
        )
        after = account.model_copy(update={"new_email": None})

        async def do(tx: Transaction) -> None:
            await self._accounts.change(account, after, at=self._clock(), tx=tx)
            await self._cards.change(card, tx=tx)

        await self._mongo.transaction(do)

    async def _card(self, account: Account) -> Card:
        card = await self._cards.find(account.person_id)
        if card is None:
            raise ChangeOver
        return card
