"""Sessions and API keys in the shared identity database; only their hashes are kept."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from kit.clock import Clock
from kit.mongo import Collection, Document, Index, Loader, Transaction
from kit.texts import Language
from kit.trace import came_as

from .acting import NAME, Acting, acting_now, impersonator_of
from .callers import Caller, Grant, Rights
from .devices import Device
from .opened import SEEN_TO_WITHIN, OpenSession, seen_at
from .rates import PER_MINUTE

SESSION_PREFIX = "ms_"
KEY_PREFIX = "mk_"
TOKEN_BYTES = 32
LENGTH = timedelta(hours=12)
# Longer than a webinar or a meeting of a committee, shorter than an afternoon away.
IDLE = timedelta(hours=3)
NAMED = tuple(one.name for one in fields(Grant) if one.name != "role")

SESSION_INDEXES = (
    Index("account_id", name="account"),
    Index("person_id", name="person"),
    Index("acting.account_id", name="acting", sparse=True),
    Index("expires_at", name="expiry", expireAfterSeconds=0),
)


class NewSession(BaseModel):
    """What a session remembers of an account, so that one read serves a request.

    `is_strong` says that two factors opened it: some roles sleep in one that is not.
    """

    model_config = ConfigDict(frozen=True)

    account_id: UUID
    person_id: UUID
    name: Annotated[str, NAME]
    place: str
    language: Language
    grants: tuple[Grant, ...]
    is_strong: bool = False


class StoredSession(NewSession):
    """What is kept of it, with in whose place it stands for a while."""

    acting: Acting | None = None


class Sessions:
    """Every service reads a session with one indexed read; its end is seen at once."""

    def __init__(
        self,
        sessions: Collection,
        clients: Collection,
        *,
        rights: Rights,
        strong_roles: frozenset[str] = frozenset(),
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._open_sessions = Loader(sessions)
        self._open_clients = Loader(clients)
        self._rights = rights
        self.strong_roles = strong_roles
        self._clock = clock

    async def open(self, wanted: NewSession) -> str:
        """Return the token, which is shown to the browser and kept nowhere else."""
        token = SESSION_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
        now = self._clock()
        came_as(wanted.person_id)
        await self._sessions.insert_one(
            {
                "_id": hashed(token),
                **wanted.model_dump(),
                "opened_at": now,
                "expires_at": now + LENGTH,
            }
        )
        return token

    async def find(self, token: str, *, user_agent: str = "") -> Caller | None:
        """Return who holds this session or API key, unless it has ended.

        A session notes when it was last seen, to some minutes, and with what.
        """
        if token.startswith(SESSION_PREFIX):
            found = await self._read_session(token)
            await self._note(found, user_agent)
            return self._person(found)
        if token.startswith(KEY_PREFIX):
            return self._client(await self._read(self._open_clients, token))
        return None

    async def open_for(self, account_id: UUID) -> list[OpenSession]:
        """Return the sessions that are open, the one seen last first."""
        now = self._clock()
        found = self._sessions.find({"account_id": account_id})
        opened = [
            OpenSession.of(one)
            async for one in found
            if not _is_over(one, now) and not _is_left(one, now)
        ]
        return sorted(opened, key=lambda one: one.seen_at, reverse=True)

    async def close(self, session_id: str) -> None:
        await self._sessions.delete_one({"_id": session_id})

    async def close_all(
        self,
        account_id: UUID,
        *,
        but: str | None = None,
        tx: Transaction | None = None,
    ) -> int:
        """End its sessions, and give back those that stand in its place."""
        ended = await self._sessions.delete_many(
            {"account_id": account_id, "_id": {"$ne": but}}, session=tx
        )
        await self._sessions.update_many(
            {"acting.account_id": account_id}, {"$unset": {"acting": ""}}, session=tx
        )
        return int(ended.deleted_count)

    async def change_grants(
        self, account_id: UUID, grants: Sequence[Grant], *, tx: Transaction | None
    ) -> None:
        """Make a changed right hold from the next request on."""
        told = [asdict(one) for one in grants]
        await self._sessions.update_many(
            {"account_id": account_id}, {"$set": {"grants": told}}, session=tx
        )
        await self._sessions.update_many(
            {"acting.account_id": account_id},
            {"$set": {"acting.grants": told}},
            session=tx,
        )

    async def strengthen(
        self, session_id: str | None, *, tx: Transaction | None = None
    ) -> None:
        """Note that its holder has just shown a second factor."""
        await self._sessions.update_one(
            {"_id": session_id}, {"$set": {"is_strong": True}}, session=tx
        )

    async def change_language(self, account_id: UUID, language: Language) -> None:
        await self._sessions.update_many(
            {"account_id": account_id}, {"$set": {"language": language}}
        )

    async def _read(self, documents: Loader, token: str) -> Document | None:
        found = await documents.find(hashed(token))
        if found is None or _is_over(found, self._clock()):
            return None
        return found

    async def _read_session(self, token: str) -> Document | None:
        found = await self._read(self._open_sessions, token)
        return None if found is None or _is_left(found, self._clock()) else found

    async def _note(self, found: Document | None, user_agent: str) -> None:
        now = self._clock()
        if found is None or now - seen_at(found) < SEEN_TO_WITHIN:
            return
        seen = {"seen_at": now, "device": list(Device.of(user_agent))}
        await self._sessions.update_one({"_id": found["_id"]}, {"$set": seen})

    def _person(self, found: Document | None) -> Caller | None:
        if found is None:
            return None
        acting = acting_now(found, self._clock())
        shown = found if acting is None else acting
        return Caller(
            kind="person",
            id=shown["account_id"],
            person_id=shown["person_id"],
            name=shown["name"],
            place=shown["place"],
            language=found["language"],
            grants=self._awake(found, shown["grants"]),
            session_id=found["_id"],
            impersonator=impersonator_of(found, acting),
            rights=self._rights,
        )

    def _awake(self, found: Document, grants: Sequence[Document]) -> tuple[Grant, ...]:
        """Leave out what asks for two factors where one opened the session."""
        asleep = frozenset() if found.get("is_strong") else self.strong_roles
        in_force = _in_force(grants, self._clock())
        return tuple(one for one in in_force if one.role not in asleep)

    def _client(self, found: Document | None) -> Caller | None:
        if found is None:
            return None
        return Caller(
            kind="client",
            id=found["client_id"],
            name=found["name"],
            grants=(Grant("client", found["client_id"]),),
            key_id=found["_id"],
            per_minute=found.get("requests_per_minute", PER_MINUTE),
            rights={one: {"client": frozenset({"holder"})} for one in found["scopes"]},
        )


def new_key() -> str:
    """Draw an API key: shown once, stored hashed."""
    return KEY_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """Hash a token of 256 random bits: nothing slower is needed for that."""
    return hashlib.sha256(token.encode()).hexdigest()


def _in_force(told: Iterable[Document], now: datetime) -> Iterator[Grant]:
    """Read what a session was given, but for what has ended or has yet to begin."""
    for one in told:
        grant = Grant(one["role"], **{name: one.get(name) for name in NAMED})
        if grant.holds_at(now):
            yield grant


def _is_left(found: Document, now: datetime) -> bool:
    """Tell whether nobody has used a session for so long that it counts as left."""
    used_at: datetime = found.get("seen_at") or found["opened_at"]
    return now - used_at >= IDLE


def _is_over(found: Document, now: datetime) -> bool:
    expires_at = found.get("expires_at")
    is_revoked = found.get("revoked_at") is not None
    return is_revoked or (expires_at is not None and expires_at <= now)
