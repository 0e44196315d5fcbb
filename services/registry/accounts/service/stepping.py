"""The second step of signing in: a code, by who has just shown the password."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from kit.identity.tokens import LinkExpired, LinkInvalid, Links
from services.registry.accounts.errors import AccountNotFound
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import of_codes

from .factors import SecondFactors
from .guarding import Guard

STEP: Final = "second-step"
STEP_VALID_FOR: Final = timedelta(minutes=10)


class SecondStep:
    def __init__(
        self,
        *,
        accounts: AccountRepository,
        factors: SecondFactors,
        guard: Guard,
        links: Links,
    ) -> None:
        self._accounts = accounts
        self._factors = factors
        self._guard = guard
        self._links = links

    async def is_asked(self, account: Account) -> bool:
        return await self._factors.has(account.id)

    def sign(self, account: Account) -> str:
        """Sign that the password was right, for some minutes and this password."""
        facts = {"account": str(account.id), "n": account.credential_number}
        return self._links.sign(STEP, facts)

    async def take(self, step: str, code: str) -> Account | None:
        """Return who signs in, when the code is right; it is used up.

        Raises:
            LinkInvalid, LinkExpired: the password must be shown again.
            TooManyTries: enough codes were tried.
        """
        told = self._links.read(STEP, step, valid_for=STEP_VALID_FOR)
        account = await self._find(UUID(told["account"]))
        if not account.is_active or account.credential_number != told["n"]:
            raise LinkExpired
        budgets = of_codes(account.id)
        await self._guard.spend(budgets)
        if not await self._factors.take(account.id, code):
            return None
        await self._guard.give_back(budgets)
        return account

    async def _find(self, account_id: UUID) -> Account:
        try:
            return await self._accounts.get(account_id)
        except AccountNotFound as error:
            raise LinkInvalid from error
