"""Who a provider's people are here, flows already answered, tokens to leave by."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from kit.identity.sessions import LENGTH
from kit.mongo import Collection, DuplicateKey, Index, Transaction
from kit.trace import wrote

from .errors import LinkTaken
from .models import Link
from .rules import FLOW_LENGTH


class LinkRepository:
    INDEXES = (
        Index("account_id", name="account", unique=True),
        Index("person_id", name="person"),
    )

    def __init__(self, links: Collection) -> None:
        self._links = links

    async def find(self, *, issuer: str, subject: str) -> Link | None:
        found = await self._links.find_one({"_id": _named(issuer, subject)})
        return None if found is None else Link.model_validate(found)

    async def find_of_person(self, person_id: UUID) -> Link | None:
        found = await self._links.find_one({"person_id": person_id})
        return None if found is None else Link.model_validate(found)

    async def add(self, link: Link, *, tx: Transaction) -> None:
        """Add it: a person and an account have one.

        Raises:
            LinkTaken: one of the two has a link.
        """
        await wrote([link.person_id], tx=tx)
        id_ = _named(link.issuer, link.subject)
        try:
            await self._links.insert_one({"_id": id_, **link.model_dump()}, session=tx)
        except DuplicateKey as error:
            raise LinkTaken from error

    async def remove(self, person_id: UUID, *, tx: Transaction) -> bool:
        """Remove it; return whether there was one."""
        await wrote([person_id], tx=tx)
        removed = await self._links.delete_one({"person_id": person_id}, session=tx)
        return bool(removed.deleted_count)


class AnsweredFlows:
    """A flow is answered once, by whichever process."""

    INDEXES = (Index("expires_at", name="expiry", expireAfterSeconds=0),)

    def __init__(self, flows: Collection) -> None:
        self._flows = flows

    async def take(self, state: str, *, at: datetime) -> bool:
        """Return whether this is the first answer."""
        forgotten_at = at + FLOW_LENGTH + timedelta(minutes=1)
        try:
            await self._flows.insert_one(
                {"_id": _named(state), "expires_at": forgotten_at}
            )
        except DuplicateKey:
            return False
        return True


class KeptTokens:
    """The ID token of a session, by which its provider knows which one to end."""

    INDEXES = (
        Index("expires_at", name="expiry", expireAfterSeconds=0),
        Index("person_id", name="person"),
    )

    def __init__(self, tokens: Collection) -> None:
        self._tokens = tokens

    async def keep(
        self, session_id: str, id_token: str, *, person_id: UUID, at: datetime
    ) -> None:
        await self._tokens.insert_one(
            {
                "_id": session_id,
                "person_id": person_id,
                "id_token": id_token,
                "expires_at": at + LENGTH,
            }
        )

    async def find(self, session_id: str) -> str | None:
        found = await self._tokens.find_one({"_id": session_id})
        return None if found is None else str(found["id_token"])


def _named(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
