"""Reading and ending sessions; every service sees the end at once."""

from uuid import UUID

from kit.errors import NotSignedIn
from kit.identity.callers import Caller
from kit.identity.sessions import Sessions
from kit.trace import wrote
from services.registry.accounts.repository import AccountRepository

from .errors import SessionNotFound
from .models import Session


class SessionService:
    def __init__(self, sessions: Sessions, accounts: AccountRepository) -> None:
        self._sessions = sessions
        self._accounts = accounts

    async def list_own(self, caller: Caller) -> list[Session]:
        """Return those that are open, the one that asks first."""
        found = [
            Session(one, is_current=one.session_id == caller.session_id)
            for one in await self._sessions.open_for(_account(caller))
        ]
        return sorted(found, key=lambda one: not one.is_current)

    async def close(self, caller: Caller, id_: UUID) -> None:
        """End one of them.

        Raises:
            SessionNotFound: none of the caller's has this id.
        """
        for one in await self.list_own(caller):
            if one.open.id == id_:
                await self._sessions.close(one.open.session_id)
                return
        raise SessionNotFound

    async def close_others(self, caller: Caller) -> int:
        """End all but the one that asks; return how many."""
        return await self._sessions.close_all(_account(caller), but=caller.session_id)

    async def close_of(self, person_id: UUID, *, by: Caller) -> int:
        """End all of a person's, but for the one that asks; return how many.

        Raises:
            AccountNotFound: the person has none.
        """
        account = await self._accounts.get_of_person(person_id)
        await wrote([person_id])
        return await self._sessions.close_all(account.id, but=by.session_id)


def _account(caller: Caller) -> UUID:
    if caller.id is None:
        raise NotSignedIn
    return caller.id
