"""Adding a second factor, renewing its recovery codes, removing it."""

import secrets

from pydantic import SecretStr

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.sessions import Sessions
from kit.mongo import Mongo, Transaction
from services.registry.accounts.models import Account, Refused
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import of_codes
from services.registry.accounts.service import AccountService, Guard
from services.registry.second_factor import rules
from services.registry.second_factor.errors import FactorAbsent, FactorRequired
from services.registry.second_factor.models import (
    Factor,
    Proposal,
    RecoveryCodes,
    State,
)
from services.registry.second_factor.repository import (
    FactorRepository,
    RemovalRepository,
)

from .taking import Factors


class SecondFactorService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        keeping: AccountService,
        factors: FactorRepository,
        removals: RemovalRepository,
        taking: Factors,
        guard: Guard,
        sessions: Sessions,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._keeping = keeping
        self._factors = factors
        self._removals = removals
        self._taking = taking
        self._guard = guard
        self._sessions = sessions
        self._clock = clock

    async def state(self, caller: Caller) -> State:
        account, factor = await self._own(caller)
        return rules.state(
            factor,
            is_required=self._is_required(account),
            last=await self._removals.last_of(account.person_id),
        )

    async def begin(self, caller: Caller, password: SecretStr) -> Proposal | Refused:
        """Draw a seed; it counts once a code of it is shown.

        Raises:
            FactorPresent: there is one already.
            TooManyTries: enough passwords were tried.
        """
        account, factor = await self._own(caller)
        rules.check_absent(factor)
        if not await self._keeping.is_password(account, password):
            return Refused()
        key = rules.key_of(secrets.token_bytes(rules.SEED_BYTES))
        seed, now = self._taking.seal(key, owner=account.id), self._clock()
        if factor is None:
            await self._factors.add(Factor(id=account.id, seed=seed), at=now)
        else:
            after = factor.model_copy(update={"seed": seed})
            await self._factors.change(factor, after, at=now)
        return Proposal(key=key, uri=rules.uri_of(key, account.email))

    async def proposal(self, caller: Caller) -> Proposal:
        """Return the seed that waits for its first code.

        Raises:
            FactorAbsent: none was drawn.
            FactorPresent: it was confirmed, and is shown no more.
        """
        account, factor = await self._own(caller)
        rules.check_absent(factor)
        if factor is None:
            raise FactorAbsent
        key = self._taking.key(factor)
        return Proposal(key=key, uri=rules.uri_of(key, account.email))

    async def confirm(self, caller: Caller, code: str) -> RecoveryCodes | Refused:
        """Turn it on by a first code; return the recovery codes, shown this once.

        The session is strong from now on, the person's others end.

        Raises:
            FactorAbsent, FactorPresent: nothing waits for a code.
            TooManyTries: enough codes were tried.
        """
        account, factor = await self._own(caller)
        rules.check_absent(factor)
        if factor is None:
            raise FactorAbsent
        await self._guard.spend(of_codes(account.id))
        now = self._clock()
        step = rules.step_of(self._taking.key(factor), code, at=now, after=0)
        if step is None:
            return Refused()
        codes, hashes = _recovery()
        after = factor.model_copy(
            update={
                "is_on": True,
                "last_step": step,
                "recovery": hashes,
                "added_at": now,
            }
        )

        async def do(tx: Transaction) -> None:
            await self._factors.change(factor, after, at=now, tx=tx)
            await self._sessions.strengthen(caller.session_id, tx=tx)
            await self._sessions.close_all(account.id, but=caller.session_id, tx=tx)

        await self._mongo.transaction(do)
        await self._guard.give_back(of_codes(account.id))
        return RecoveryCodes(recovery_codes=codes)

    async def renew_codes(
        self, caller: Caller, password: SecretStr
    ) -> RecoveryCodes | Refused:
        """Return new recovery codes, shown this once; the former ones open nothing.

        Raises:
            FactorAbsent: there is no second factor.
            TooManyTries: enough passwords were tried.
        """
        account, found = await self._own(caller)
        factor = rules.present(found)
        if not await self._keeping.is_password(account, password):
            return Refused()
        codes, hashes = _recovery()
        after = factor.model_copy(update={"recovery": hashes})
        await self._factors.change(factor, after, at=self._clock())
        return RecoveryCodes(recovery_codes=codes)

    async def remove(self, caller: Caller, password: SecretStr) -> Refused | None:
        """Go back to the password alone, unless it is not the caller's.

        Raises:
            FactorAbsent: there is no second factor.
            FactorRequired: one of the person's roles asks for it.
            TooManyTries: enough passwords were tried.
        """
        account, found = await self._own(caller)
        factor = rules.present(found)
        if self._is_required(account):
            raise FactorRequired
        if not await self._keeping.is_password(account, password):
            return Refused()
        await self._factors.remove(factor)
        return None

    async def _own(self, caller: Caller) -> tuple[Account, Factor | None]:
        account = await self._accounts.get_of_person(caller.person)
        return account, await self._factors.find(account.id)

    def _is_required(self, account: Account) -> bool:
        return rules.is_required(account, self._sessions.strong_roles)


def _recovery() -> tuple[list[str], tuple[str, ...]]:
    """Draw recovery codes: as they are shown, and as they are kept."""
    codes = [
        rules.shown(secrets.token_bytes(rules.RECOVERY_BYTES))
        for _ in range(rules.RECOVERY_CODES)
    ]
    return codes, tuple(rules.hashed(code) for code in codes)
