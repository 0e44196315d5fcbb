"""The caller of a request, and what the table of rights lets this one do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from kit.errors import Forbidden, NotSignedIn
from kit.scope import Everything, Held, Scope
from kit.texts import Language

# By action and role, what a grant must name: `all`, `holder`, `region`, `structure`,
# or `any` when nothing it names decides.
Reach = Literal["all", "holder", "region", "structure"]
Rights = Mapping[str, Mapping[str, frozenset[str]]]
ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over one holder's records, a region's, a structure's, or over all.

    It gives nothing before `starts_at` nor from `ends_at` on.
    """

    role: str
    holder_id: UUID | None = None
    region: str | None = None
    structure_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def reach(self) -> Reach:
        if self.structure_id is not None:
            return "structure"
        if self.region is not None:
            return "region"
        return "all" if self.holder_id is None else "holder"

    @property
    def named(self) -> tuple[str, UUID | str | None]:
        """What makes it one grant, whatever its term."""
        return self.role, self.structure_id or self.region or self.holder_id

    def holds_at(self, at: datetime) -> bool:
        has_begun = self.starts_at is None or self.starts_at <= at
        return has_begun and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impersonator:
    """Who really asks, in another person's place: `id` names this one occasion."""

    id: UUID
    account_id: UUID
    person_id: UUID
    role: str
    ends_at: datetime


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
    impersonator: Impersonator | None = None
    rights: Rights = field(default_factory=dict, repr=False)

    @property
    def is_signed_in(self) -> bool:
        return self.kind != "nobody"

    @property
    def actor(self) -> str | None:
        """Name who really acts, whoever's place they take."""
        if self.impersonator is not None:
            return f"person:{self.impersonator.account_id}"
        return f"{self.kind}:{self.id}" if self.is_signed_in else None

    @property
    def principal(self) -> str | None:
        """Name who asks, told apart from the same person in their own place."""
        if self.impersonator is not None:
            return f"{self.actor} for {self.id}"
        return self.actor

    @property
    def acting_for(self) -> UUID | None:
        """Return the person in whose place somebody acts, if anybody does."""
        return None if self.impersonator is None else self.person_id

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def may(self, action: str) -> bool:
        allowed = self.rights.get(action, {})
        return any(
            allowed.get(one.role, frozenset()) & {one.reach, ANY} for one in self.grants
        )

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
        grants = [
            one
            for one in self.grants
            if one.reach in allowed.get(one.role, frozenset())
        ]
        if any(one.reach == "all" for one in grants):
            return Everything(f"{action} for all by {self.actor}")
        return Held(
            by=frozenset(
                one.holder_id
                for one in grants
                if one.reach == "holder" and one.holder_id is not None
            ),
            regions=frozenset(one.region for one in grants if one.region is not None),
            structures=frozenset(
                one.structure_id for one in grants if one.structure_id is not None
            ),
        )

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
