"""Opening a vote: electorate frozen, end planned, event told, in one transaction."""

from uuid import UUID

from kit.clock import Clock
from kit.due import DueJobs
from kit.identity.callers import Caller
from kit.ids import new_id
from kit.mongo import Mongo, Transaction
from schemas.documents.governance import Vote
from services.governance.committees.models import Standing
from services.governance.committees.service import CommitteeService
from services.governance.dossiers.repository import DossierRepository
from services.governance.dossiers.rules import put_to_vote, step_to_vote_on
from services.governance.votes import facts, rules
from services.governance.votes.errors import NotAnOfficer, VoteAlreadyOpen
from services.governance.votes.models import Opening
from services.governance.votes.repository import BallotRepository, VoteRepository

CLOSE = "vote.close"


class OpeningService:
    def __init__(
        self,
        *,
        votes: VoteRepository,
        ballots: BallotRepository,
        dossiers: DossierRepository,
        committees: CommitteeService,
        due: DueJobs,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._votes = votes
        self._ballots = ballots
        self._dossiers = dossiers
        self._committees = committees
        self._due = due
        self._mongo = mongo
        self._clock = clock

    async def open(self, reference: str, asked: Opening, *, caller: Caller) -> Vote:
        """Put the dossier's current step to the vote of its committee.

        Raises:
            DossierNotFound, DossierIsClosed: there is nothing to vote on.
            NotAnOfficer: the caller is neither secretary nor chair there.
            VoteAlreadyOpen, NobodyEntitled, DeadlineOutOfReach: as they say.
        """
        standing = await self._committees.standing(caller)
        vote_id, by = new_id(), caller.person

        async def do(tx: Transaction) -> Vote:
            done = await self._votes.find(vote_id, tx=tx)
            if done is not None:
                return done
            return await self._open(
                reference, asked, vote_id=vote_id, by=by, standing=standing, tx=tx
            )

        return await self._mongo.transaction(do)

    async def _open(
        self,
        reference: str,
        asked: Opening,
        *,
        vote_id: UUID,
        by: UUID,
        standing: Standing,
        tx: Transaction,
    ) -> Vote:
        now = self._clock()
        dossier = await self._dossiers.get(reference, sight=standing, tx=tx)
        index, step = step_to_vote_on(dossier)
        if not standing.is_officer(step.committee):
            raise NotAnOfficer
        if await self._is_being_voted_on(step.vote_id, tx=tx):
            raise VoteAlreadyOpen(number=dossier.number)
        committee = await self._committees.committee(step.committee, tx=tx)
        vote = rules.opened(
            dossier,
            committee,
            vote_id=vote_id,
            index=index,
            mode=asked.mode,
            by=by,
            at=now,
            closes_at=rules.deadline(asked, now=now, days=committee.rules.vote_days),
        )
        added = await self._votes.add(vote, facts.opened(vote), at=now, tx=tx)
        await self._ballots.lay_out(added, tx=tx)
        waiting = put_to_vote(dossier, index=index, vote_id=vote.id)
        await self._dossiers.change(dossier, waiting, at=now, tx=tx)
        await self._due.plan(
            CLOSE,
            str(vote.id),
            due_at=vote.closes_at,
            payload={"vote_id": str(vote.id)},
            tx=tx,
        )
        return added

    async def _is_being_voted_on(
        self, vote_id: UUID | None, *, tx: Transaction
    ) -> bool:
        if vote_id is None:
            return False
        return (await self._votes.get(vote_id, tx=tx)).state == "open"
