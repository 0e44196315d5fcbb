"""Votes and dossiers as one reader may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schemas.documents.governance import Dossier, NamedBallot, Vote
from schemas.events.governance import CommitteeCode
from services.governance.committees.models import Standing


@dataclass(frozen=True, slots=True)
class VoteSheet:
    """A vote as one reader may see it, with the names that go with it."""

    vote: Vote
    standing: Standing
    path: frozenset[CommitteeCode]
    voted: frozenset[UUID]
    own: NamedBallot | None
    ballots: Mapping[UUID, NamedBallot]
    names: Mapping[UUID, str]
    organisations: Mapping[UUID, str]

    @property
    def is_insider(self) -> bool:
        """Members of the path's committees see who votes; the partner does not."""
        return self.standing.is_admin or bool(self.path & set(self.standing.seats))

    @property
    def may_close(self) -> bool:
        is_open = self.vote.state == "open"
        return is_open and self.standing.is_officer(self.vote.committee)

    @property
    def has_all_votes(self) -> bool:
        return len(self.voted) >= len(self.vote.entitled)

    @property
    def has_voted(self) -> bool:
        return self.standing.person_id in self.voted

    @property
    def is_elector(self) -> bool:
        return any(e.person_id == self.standing.person_id for e in self.vote.electors)

    @property
    def is_set_aside(self) -> bool:
        return self.is_elector and not self._is_entitled

    @property
    def _is_entitled(self) -> bool:
        return any(e.person_id == self.standing.person_id for e in self.vote.entitled)

    @property
    def awaits_reader(self) -> bool:
        """Whether a ballot of this reader is still taken: a first one, or a new one."""
        is_final = self.vote.mode == "secret" and self.has_voted
        return self.vote.state == "open" and self._is_entitled and not is_final

    @property
    def set_aside_count(self) -> int:
        return len(self.vote.electors) - len(self.vote.entitled)


@dataclass(frozen=True, slots=True)
class DossierSheet:
    """A dossier with all its votes, oldest first, as one reader may see them."""

    dossier: Dossier
    standing: Standing
    votes: tuple[VoteSheet, ...]
    organisation: str | None
    now: datetime

    @property
    def open_vote(self) -> VoteSheet | None:
        return next((one for one in self.votes if one.vote.state == "open"), None)

    @property
    def closed_votes(self) -> tuple[VoteSheet, ...]:
        """Latest first."""
        closed = [one for one in self.votes if one.vote.state == "closed"]
        return tuple(reversed(closed))

    @property
    def may_open(self) -> bool:
        step = self.dossier.current_step
        is_waiting = self.dossier.state == "open" and self.open_vote is None
        return (
            is_waiting and step is not None and self.standing.is_officer(step.committee)
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of dossiers, what is being voted on, and what awaits the reader."""

    dossiers: Sequence[Dossier]
    following: str | None
    open_votes: Mapping[UUID, Vote]
    waiting: Sequence[Vote]
    titles: Mapping[UUID, str]
    organisations: Mapping[UUID, str]
    standing: Standing
    now: datetime
