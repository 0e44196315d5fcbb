"""What signing in asks of second factors; who keeps them stands above accounts."""

from typing import Protocol
from uuid import UUID


class SecondFactors(Protocol):
    async def has(self, account_id: UUID) -> bool:
        """Tell whether this account is signed in to with a code as well."""

    async def take(self, account_id: UUID, code: str) -> bool:
        """Tell whether the code is right, and use it up."""
