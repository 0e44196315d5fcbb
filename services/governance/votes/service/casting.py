"""Casting a ballot: a named one in its place, a secret one sealed and apart."""

from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.mongo import Mongo, Transaction
from schemas.documents.governance import Vote
from services.governance.committees.service import CommitteeService
from services.governance.dossiers.repository import DossierRepository
from services.governance.votes import rules
from services.governance.votes.errors import VoteNotFound
from services.governance.votes.models import Ballot, Receipt
from services.governance.votes.repository import BallotRepository, VoteRepository


class CastingService:
    def __init__(
        self,
        *,
        votes: VoteRepository,
        ballots: BallotRepository,
        dossiers: DossierRepository,
        committees: CommitteeService,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._votes = votes
        self._ballots = ballots
        self._dossiers = dossiers
        self._committees = committees
        self._mongo = mongo
        self._clock = clock

    async def cast(self, vote_id: UUID, ballot: Ballot, *, caller: Caller) -> Receipt:
        """Take the caller's ballot.

        Raises:
            VoteNotFound: the vote is not one the caller may see.
            NotAnElector, SetAside: the caller has no place in it.
            VoteIsClosed, AlreadyVoted: it comes too late.
        """
        vote = await self._votes.get(vote_id)
        await self._require_seen(vote, caller)
        person_id = rules.require_place(vote, caller.person).person_id
        now = self._clock()
        rules.require_time(vote, now=now)
        if vote.mode == "named":
            await self._ballots.fill(vote, person_id, ballot, at=now)
            return Receipt(
                vote_id=vote.id, mode="named", may_change=True, choice=ballot.choice
            )

        async def do(tx: Transaction) -> None:
            await self._ballots.seal(vote, person_id, ballot, tx=tx)

        await self._mongo.transaction(do)
        return Receipt(vote_id=vote.id, mode="secret", may_change=False)

    async def _require_seen(self, vote: Vote, caller: Caller) -> None:
        """Let in the electorate, even who left since, and who sees the dossier."""
        if any(elector.person_id == caller.person for elector in vote.electors):
            return
        sight = await self._committees.standing(caller)
        if await self._dossiers.find(vote.dossier_id, sight=sight) is None:
            raise VoteNotFound
