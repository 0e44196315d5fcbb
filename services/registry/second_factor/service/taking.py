"""What signing in asks of a second factor, and its seal at rest."""

from uuid import UUID

from kit.clock import Clock
from kit.errors import StaleVersion
from kit.keyring import Keyring
from services.registry.second_factor import rules
from services.registry.second_factor.models import Factor
from services.registry.second_factor.repository import FactorRepository


class Factors:
    """What signing in asks: `SecondFactors` of the accounts."""

    def __init__(
        self, *, factors: FactorRepository, keyring: Keyring, clock: Clock
    ) -> None:
        self._factors = factors
        self._keyring = keyring
        self._clock = clock

    async def has(self, account_id: UUID) -> bool:
        factor = await self._factors.find(account_id)
        return factor is not None and factor.is_on

    async def take(self, account_id: UUID, code: str) -> bool:
        """Tell whether the code is right, and use it up; of two at once, one is."""
        factor = await self._factors.find(account_id)
        if factor is None or not factor.is_on:
            return False
        now = self._clock()
        after = rules.used(factor, code, key=lambda: self.key(factor), at=now)
        if after is None:
            return False
        try:
            await self._factors.change(factor, after, at=now)
        except StaleVersion:
            return False
        return True

    def seal(self, key: str, *, owner: UUID) -> str:
        return self._keyring.seal(key, owner=owner)

    def key(self, factor: Factor) -> str:
        return self._keyring.open(factor.seed, owner=factor.id)

    async def seal_all(self) -> int:
        """Seal with today's key the seeds that another one sealed; return how many."""
        sealed = 0
        async for factor in self._factors.every():
            if not self._keyring.is_current(factor.seed):
                seed = self._keyring.renew(factor.seed, owner=factor.id)
                after = factor.model_copy(update={"seed": seed})
                await self._factors.change(factor, after, at=self._clock())
                sealed += 1
        return sealed
