"""Closing a vote: counted, decided, told and forwarded in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.clock import Clock
from kit.due import DueJobs
from kit.identity.callers import Caller
from kit.ids import new_id
from kit.mongo import Mongo, Transaction
from kit.scope import Everything
from kit.texts import Catalogues
from kit.texts.dates import PARIS
from schemas.documents.governance import Decision, Dossier, Tally, Vote
from services.governance.committees.service import CommitteeService
from services.governance.decisions import facts as decision_facts
from services.governance.decisions.repository import DecisionRepository
from services.governance.dossiers import facts as dossier_facts
from services.governance.dossiers.repository import DossierRepository
from services.governance.dossiers.rules import decide, is_at
from services.governance.votes import facts, rules
from services.governance.votes.errors import NotAnOfficer, VoteNotFound
from services.governance.votes.models import Opened
from services.governance.votes.repository import BallotRepository, VoteRepository

from .opening import CLOSE

Check = Callable[[Vote, Opened], bool]


class ClosingService:
    def __init__(
        self,
        *,
        votes: VoteRepository,
        ballots: BallotRepository,
        dossiers: DossierRepository,
        decisions: DecisionRepository,
        committees: CommitteeService,
        catalogues: Catalogues,
        due: DueJobs,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._votes = votes
        self._ballots = ballots
        self._dossiers = dossiers
        self._decisions = decisions
        self._committees = committees
        self._catalogues = catalogues
        self._due = due
        self._mongo = mongo
        self._clock = clock

    async def close(self, vote_id: UUID, *, caller: Caller) -> Vote:
        """Close by hand, once all have voted or the end has come.

        Raises:
            VoteNotFound: the vote is not one the caller may see.
            NotAnOfficer: the caller is neither secretary nor chair there.
            VoteIsClosed, MembersAwaited: it cannot be closed, or not yet.
        """
        vote = await self._votes.get(vote_id)
        standing = await self._committees.standing(caller)
        if await self._dossiers.find(vote.dossier_id, sight=standing) is None:
            raise VoteNotFound
        if not standing.is_officer(vote.committee):
            raise NotAnOfficer

        def require(found: Vote, opened: Opened) -> bool:
            voted = len(opened.voted)
            rules.require_closable(found, voted=voted, now=self._clock())
            return True

        return await self._close(vote, require)

    async def close_due(self, job: Mapping[str, Any]) -> None:
        """Close at the end, unless that was done; told twice, it happens once."""
        vote = await self._votes.find(UUID(job["vote_id"]))
        if vote is None:
            return
        await self._close(
            vote, lambda found, _: found.state == "open" and self._is_over(found)
        )

    def _is_over(self, vote: Vote) -> bool:
        return self._clock() >= vote.closes_at

    async def _close(self, read: Vote, check: Check) -> Vote:
        decision_id, now = new_id(), self._clock()
        acronym = (await self._committees.committee(read.committee)).acronym
        year = now.astimezone(PARIS).year
        await self._decisions.open_counter(acronym, year)

        async def do(tx: Transaction) -> Vote:
            vote = await self._votes.get(read.id, tx=tx)
            if vote.decision_id == decision_id:
                return vote
            opened = await self._ballots.open_boxes(vote, tx=tx)
            if not check(vote, opened):
                return vote
            dossier = await self._dossiers.get(
                vote.dossier_id, sight=Everything("closing a vote"), tx=tx
            )
            tally = _tally(vote, dossier, opened)
            decision = None
            if tally.outcome in ("adopted", "rejected"):
                number = await self._decisions.next_number(acronym, year, tx=tx)
                decision = self._decide(
                    dossier, vote, tally, decision_id=decision_id, number=number, at=now
                )
                await self._apply(dossier, vote, decision, tx=tx)
            return await self._end(vote, tally, opened, decision, at=now, tx=tx)

        return await self._mongo.transaction(do)

    def _decide(
        self,
        dossier: Dossier,
        vote: Vote,
        tally: Tally,
        *,
        decision_id: UUID,
        number: str,
        at: datetime,
    ) -> Decision:
        french, english = (self._catalogues.texts(one) for one in ("fr", "en"))
        return rules.decision_on(
            dossier,
            vote,
            tally,
            decision_id=decision_id,
            number=number,
            text_fr=rules.decision_text(vote, tally, french, at=at),
            text_en=rules.decision_text(vote, tally, english, at=at),
            at=at,
        )

    async def _apply(
        self, dossier: Dossier, vote: Vote, decision: Decision, *, tx: Transaction
    ) -> None:
        """Write the decision, and move the dossier on or close it."""
        at = decision.decided_at
        told = decision_facts.decided(decision)
        await self._decisions.add(decision, told, at=at, tx=tx)
        moved = decide(
            dossier,
            index=vote.step,
            is_adopted=decision.outcome == "adopted",
            decision_id=decision.id,
            decision_number=decision.number,
            at=at,
        )
        fact = dossier_facts.moved(moved, by=vote.committee)
        await self._dossiers.change(dossier, moved, fact, at=at, tx=tx)

    async def _end(
        self,
        vote: Vote,
        tally: Tally,
        opened: Opened,
        decision: Decision | None,
        *,
        at: datetime,
        tx: Transaction,
    ) -> Vote:
        closed = rules.closed(
            vote, tally=tally, reasons=opened.reasons, decision=decision, at=at
        )
        fact = facts.closed(closed, tally)
        changed = await self._votes.change(vote, closed, fact, at=at, tx=tx)
        await self._due.drop(CLOSE, str(vote.id), tx=tx)
        return changed


def _tally(vote: Vote, dossier: Dossier, opened: Opened) -> Tally:
    tally = rules.count(
        vote.rules, entitled=len(vote.entitled), mode=vote.mode, opened=opened
    )
    if is_at(dossier, vote.step):
        return tally
    return tally.model_copy(
        update={"outcome": "void", "yes": 0, "no": 0, "abstain": 0, "majority_base": 0}
    )
