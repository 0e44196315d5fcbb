"""The caller of a request, and what the table of rights lets this one do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from kit.errors import Forbidden, NotSignedIn
from kit.scope import Everything, Held, Scope
from kit.texts import Language

Rights = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for one holder of records; for all of them when `holder_id` is None."""

    role: str
    holder_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person with a session, a machine with a key, or nobody in particular.

    `key_id` and `per_minute` are a machine's: which of its keys it showed, and how many
    requests a minute it may make.
    """

    kind: Literal["person", "client", "nobody"] = "nobody"
    id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    place: str = ""
    language: Language | None = None
    grants: tuple[Grant, ...] = ()
    session_id: str | None = None
    key_id: str | None = None
    per_minute: int = 0
    rights: Rights = field(default_factory=dict, repr=False)

    @property
    def is_signed_in(self) -> bool:
        return self.kind != "nobody"

    @property
    def actor(self) -> str | None:
        return f"{self.kind}:{self.id}" if self.is_signed_in else None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def may(self, action: str) -> bool:
        return bool(self.roles & self.rights.get(action, frozenset()))

    def require(self, action: str) -> None:
        """Refuse who may not.

        Raises:
            NotSignedIn: nobody is signed in.
            Forbidden: no role of this caller allows the action.
        """
        if not self.is_signed_in:
            raise NotSignedIn
        if not self.may(action):
            raise Forbidden(action=str(action))

    def scope(self, action: str) -> Scope:
        """Return whose records this caller may touch by this action.

        Raises:
            NotSignedIn, Forbidden: as `require`.
        """
        self.require(action)
        allowed = self.rights[action]
        grants = [grant for grant in self.grants if grant.role in allowed]
        if any(grant.holder_id is None for grant in grants):
            return Everything(f"{action} for all by {self.actor}")
        return Held(frozenset(g.holder_id for g in grants if g.holder_id is not None))

    def holder(self, role: str) -> UUID | None:
        """Return what this caller holds the role for: the first, if several."""
        return next((one.holder_id for one in self.grants if one.role == role), None)

    @property
    def person(self) -> UUID:
        """The person signed in.

        Raises:
            NotSignedIn: nobody is, or a machine.
        """
        if self.person_id is None:
            raise NotSignedIn
        return self.person_id


NOBODY = Caller()
