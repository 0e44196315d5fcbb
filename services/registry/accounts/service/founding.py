"""The first administrator, who lets everybody else in."""

from kit.settings import AdministratorSettings

from .keeping import AccountService


class FirstAdministrator:
    """Named by the settings; without effect once there is an administrator."""

    def __init__(
        self, accounts: AccountService, named: AdministratorSettings | None
    ) -> None:
        self._accounts = accounts
        self._named = named

    async def open(self) -> None:
        if self._named is not None:
            await self._accounts.open_first(
                self._named.email.lower(), self._named.password
            )
