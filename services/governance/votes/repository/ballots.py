"""Ballots in MongoDB: named ones in their places, secret ones sealed and apart.

Each elector's place is laid out at the opening and shut at the closing, so that a
ballot and the closing meet in one document: a ballot taken is a ballot counted, and
members who vote at once never meet.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from kit.ids import random_id
from kit.mongo import Collection, Document, Index, Transaction
from schemas.documents.governance import (
    NamedBallot,
    Participation,
    SealedBallot,
    SealedReason,
    Vote,
    place_id,
)
from services.governance.votes.errors import AlreadyVoted, VoteIsClosed
from services.governance.votes.models import Ballot, Opened


class BallotRepository:
    """Only a vote's own electors and its closing come here."""

    # A sealed ballot is found by its vote and lies in the order of its random id.
    SEALED_INDEXES = (Index("vote_id", name="vote"),)

    def __init__(
        self,
        *,
        named: Collection,
        participations: Collection,
        sealed: Collection,
        reasons: Collection,
    ) -> None:
        self._named = named
        self._participations = participations
        self._sealed = sealed
        self._reasons = reasons

    async def lay_out(self, vote: Vote, *, tx: Transaction) -> None:
        """Give each entitled elector a place that no order betrays."""
        kind = NamedBallot if vote.mode == "named" else Participation
        places = [
            kind(
                id=place_id(vote.id, elector.person_id),
                vote_id=vote.id,
                person_id=elector.person_id,
            )
            for elector in vote.entitled
        ]
        places.sort(key=lambda place: place.id)
        await self._places(vote).insert_many(
            [_stored(one) for one in places], session=tx
        )

    async def voted(
        self, votes: Iterable[Vote], *, tx: Transaction | None = None
    ) -> dict[UUID, frozenset[UUID]]:
        """Return for each vote who has voted, without when or what."""
        return {vote.id: await self._voted(vote, tx=tx) for vote in votes}

    async def own(self, vote: Vote, person_id: UUID | None) -> NamedBallot | None:
        """Return this person's ballot in a named vote, once it is filled."""
        if vote.mode == "secret" or person_id is None:
            return None
        found = await self._named.find_one(
            {"_id": place_id(vote.id, person_id), "has_voted": True}
        )
        return None if found is None else _read(found)

    async def opened_by_name(self, vote: Vote) -> dict[UUID, NamedBallot]:
        """Return the ballots of a named vote that was decided; before, none."""
        if vote.mode == "secret" or vote.decision_id is None:
            return {}
        query = {"_id": {"$in": _place_ids(vote)}, "has_voted": True}
        ballots = [_read(found) async for found in self._named.find(query)]
        return {ballot.person_id: ballot for ballot in ballots}

    async def fill(
        self, vote: Vote, person_id: UUID, ballot: Ballot, *, at: datetime
    ) -> None:
        """Put in a named ballot, or change it, in the one write of its place.

        Raises:
            VoteIsClosed: the closing has shut the place.
        """
        filled = await self._named.update_one(
            {"_id": place_id(vote.id, person_id), "is_open": True},
            {
                "$set": {**ballot.model_dump(), "has_voted": True, "cast_at": at},
                "$inc": {"version": 1},
            },
        )
        if filled.matched_count == 0:
            raise VoteIsClosed

    async def seal(
        self, vote: Vote, person_id: UUID, ballot: Ballot, *, tx: Transaction
    ) -> None:
        """Note that a member has voted, and drop the choice where nobody's name is.

        Raises:
            VoteIsClosed: the closing has shut the place.
            AlreadyVoted: a ballot of this member lies sealed among the others.
        """
        place = {"_id": place_id(vote.id, person_id)}
        noted = await self._participations.update_one(
            {**place, "is_open": True, "has_voted": False},
            {"$set": {"has_voted": True}},
            session=tx,
        )
        if noted.matched_count == 0:
            found = await self._participations.find_one(place, session=tx)
            is_open = found is not None and found["is_open"]
            raise AlreadyVoted if is_open else VoteIsClosed
        sealed = SealedBallot(id=random_id(), vote_id=vote.id, choice=ballot.choice)
        await self._sealed.insert_one(_stored(sealed), session=tx)
        if ballot.reason is not None:
            reason = SealedReason(id=random_id(), vote_id=vote.id, reason=ballot.reason)
            await self._reasons.insert_one(_stored(reason), session=tx)

    async def open_boxes(self, vote: Vote, *, tx: Transaction) -> Opened:
        """Shut every place and take out what was put in; sealed ballots are gone then.

        A ballot that is being written either comes first or finds its place shut.
        """
        await self._places(vote).update_many(
            {"_id": {"$in": _place_ids(vote)}}, {"$set": {"is_open": False}}, session=tx
        )
        if vote.mode == "named":
            return await self._open_named(vote, tx=tx)
        return await self._open_sealed(vote, tx=tx)

    async def _open_named(self, vote: Vote, *, tx: Transaction) -> Opened:
        query = {"_id": {"$in": _place_ids(vote)}, "has_voted": True}
        found = self._named.find(query, session=tx)
        ballots = [_read(document) async for document in found]
        chairs = {e.person_id for e in vote.entitled if e.role == "chair"}
        return Opened(
            voted=frozenset(ballot.person_id for ballot in ballots),
            choices=tuple(b.choice for b in ballots if b.choice is not None),
            reasons=_shuffled([b.reason for b in ballots if b.reason is not None]),
            chair=next((b.choice for b in ballots if b.person_id in chairs), None),
        )

    async def _open_sealed(self, vote: Vote, *, tx: Transaction) -> Opened:
        mine = {"vote_id": vote.id}
        ballots = self._sealed.find(mine, session=tx)
        choices = sorted([one["choice"] async for one in ballots])
        reasons = self._reasons.find(mine, session=tx)
        shuffled = _shuffled([one["reason"] async for one in reasons])
        voted = await self._voted(vote, tx=tx)
        await self._sealed.delete_many(mine, session=tx)
        await self._reasons.delete_many(mine, session=tx)
        return Opened(voted=voted, choices=tuple(choices), reasons=shuffled)

    async def _voted(
        self, vote: Vote, *, tx: Transaction | None = None
    ) -> frozenset[UUID]:
        query = {"_id": {"$in": _place_ids(vote)}, "has_voted": True}
        found = self._places(vote).find(query, {"person_id": True}, session=tx)
        return frozenset([one["person_id"] async for one in found])

    def _places(self, vote: Vote) -> Collection:
        return self._named if vote.mode == "named" else self._participations


def _place_ids(vote: Vote) -> list[UUID]:
    return [place_id(vote.id, elector.person_id) for elector in vote.entitled]


def _shuffled(reasons: Sequence[str]) -> tuple[str, ...]:
    drawn = list(reasons)
    secrets.SystemRandom().shuffle(drawn)
    return tuple(drawn)


def _read(document: Document) -> NamedBallot:
    return NamedBallot.model_validate({"id": document["_id"], **_but_id(document)})


def _but_id(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "_id"}


def _stored(
    one: NamedBallot | Participation | SealedBallot | SealedReason,
) -> Document:
    document = one.model_dump()
    return {"_id": document.pop("id"), **document}
