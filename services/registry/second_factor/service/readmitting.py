"""Letting somebody in again from the machine, when nobody else can do it."""

from kit.clock import Clock
from kit.identity.sessions import Sessions
from kit.identity.tokens import Links
from kit.mongo import Mongo, Transaction
from services.registry.accounts import facts
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.second_factor import rules
from services.registry.second_factor.errors import NobodyThere
from services.registry.second_factor.models import Lost, Readmission
from services.registry.second_factor.repository import (
    FactorRepository,
    RemovalRepository,
)


class ReadmissionService:
    """For the only administrator, who lost telephone, codes and password.

    It is reached from the machine alone: whoever is there could read the database.
    """

    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        factors: FactorRepository,
        removals: RemovalRepository,
        sessions: Sessions,
        links: Links,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._factors = factors
        self._removals = removals
        self._sessions = sessions
        self._links = links
        self._clock = clock

    async def readmit(self, lost: Lost, *, mails: bool = True) -> Readmission:
        """Take the second factor away, end all sessions, have a password link mailed.

        Unless it `mails`, the token that is returned is the only way to the link. The
        person reads in their account why a second factor was taken away.

        Raises:
            NobodyThere: no open account has this address.
            StaleVersion: the account was changed, or a code used, at this very moment.
        """
        account = await self._accounts.find_with_email(lost.email)
        if account is None or not account.is_active:
            raise NobodyThere(email=lost.email)
        was_protected = await self._open(account, lost.reason, mails=mails)
        token = self._links.sign(*rules.way_in(account))
        return Readmission(token=token, was_protected=was_protected)

    async def _open(self, account: Account, reason: str, *, mails: bool) -> bool:
        """Tell whether there was a second factor."""
        factor, now = await self._factors.find(account.id), self._clock()
        is_protected = factor is not None and factor.is_on
        told = [
            *([facts.second_factor_taken_away(account)] if is_protected else ()),
            *([facts.password_link_asked(account)] if mails else ()),
        ]

        async def do(tx: Transaction) -> None:
            if factor is not None:
                await self._factors.remove(factor, tx=tx)
            if is_protected:
                removal = rules.removal(account, by=None, reason=reason, at=now)
                await self._removals.add(removal, tx=tx)
            await self._sessions.close_all(account.id, tx=tx)
            await self._accounts.change(account, account, *told, at=now, tx=tx)

        await self._mongo.transaction(do)
        return is_protected
