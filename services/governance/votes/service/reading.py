"""Reading votes: each reader is shown what is for this reader, and no more."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.texts import Catalogues
from schemas.documents.governance import Dossier, NamedBallot, Vote
from services.governance.committees.models import Standing
from services.governance.committees.service import CommitteeService
from services.governance.dossiers.models import Filter
from services.governance.dossiers.repository import DossierRepository
from services.governance.organisations.repository import OrganisationRepository
from services.governance.votes import rules
from services.governance.votes.errors import VoteNotFound
from services.governance.votes.models import (
    Desk,
    DossierSheet,
    VoteSheet,
    VoteView,
)
from services.governance.votes.repository import BallotRepository, VoteRepository


class ReadingService:
    def __init__(
        self,
        *,
        votes: VoteRepository,
        ballots: BallotRepository,
        dossiers: DossierRepository,
        organisations: OrganisationRepository,
        committees: CommitteeService,
        cards: Cards,
        catalogues: Catalogues,
        clock: Clock,
    ) -> None:
        self._votes = votes
        self._ballots = ballots
        self._dossiers = dossiers
        self._organisations = organisations
        self._committees = committees
        self._cards = cards
        self._catalogues = catalogues
        self._clock = clock

    async def vote(self, vote_id: UUID, *, caller: Caller) -> VoteSheet:
        """Return the vote, if the caller may see its dossier."""
        vote = await self._votes.get(vote_id)
        standing = await self._standing(caller)
        dossier = await self._dossiers.find(vote.dossier_id, sight=standing)
        if dossier is None:
            raise VoteNotFound
        [sheet] = await self._sheets([vote], dossier, standing)
        return sheet

    async def dossier(self, reference: str, *, caller: Caller) -> DossierSheet:
        standing = await self._standing(caller)
        dossier = await self._dossiers.get(reference, sight=standing)
        votes = await self._votes.of_dossier(dossier.id)
        names = await self._organisation_names([dossier])
        return DossierSheet(
            dossier=dossier,
            standing=standing,
            votes=tuple(await self._sheets(votes, dossier, standing)),
            organisation=names.get(dossier.organisation_id or dossier.id),
            now=self._clock(),
        )

    async def awaiting(self, *, caller: Caller) -> list[VoteSheet]:
        """Return the open votes that wait for a ballot of the caller, soonest first."""
        standing = await self._standing(caller)
        waiting = await self._waiting_for(caller.person)
        dossiers = await self._dossiers.by_ids(
            [vote.dossier_id for vote in waiting], sight=standing
        )
        by_id = {dossier.id: dossier for dossier in dossiers}
        return [
            (await self._sheets([vote], by_id[vote.dossier_id], standing))[0]
            for vote in waiting
            if vote.dossier_id in by_id
        ]

    async def view(self, vote_id: UUID, *, caller: Caller) -> VoteView:
        return self.shown(await self.vote(vote_id, caller=caller))

    async def views(self, reference: str, *, caller: Caller) -> list[VoteView]:
        sheet = await self.dossier(reference, caller=caller)
        return [self.shown(one) for one in sheet.votes]

    async def views_awaiting(self, *, caller: Caller) -> list[VoteView]:
        return [self.shown(one) for one in await self.awaiting(caller=caller)]

    def shown(self, sheet: VoteSheet) -> VoteView:
        """Write for machines what the sheet's reader may see, in both languages."""
        french, english = (self._catalogues.texts(one) for one in ("fr", "en"))
        return rules.view(sheet, french=french, english=english)

    async def desk(
        self, wanted: Filter, *, caller: Caller, after: str | None, limit: int
    ) -> Desk:
        """Return a page of dossiers, with what is being voted on and what awaits."""
        standing = await self._standing(caller)
        found, following = await self._dossiers.search(
            wanted, sight=standing, after=after, limit=limit
        )
        open_votes = await self._votes.open_on(one.id for one in found)
        waiting = await self._waiting_for(caller.person)
        asked = await self._dossiers.by_ids(
            [vote.dossier_id for vote in waiting], sight=standing
        )
        return Desk(
            dossiers=found,
            following=following,
            open_votes={vote.dossier_id: vote for vote in open_votes},
            waiting=waiting,
            titles={dossier.id: dossier.title for dossier in (*found, *asked)},
            organisations=await self._organisation_names(found),
            standing=standing,
            now=self._clock(),
        )

    async def _standing(self, caller: Caller) -> Standing:
        """Stand as one's seats say, and as an elector even where one has left since."""
        standing = await self._committees.standing(caller)
        votes = await self._votes.open_for(caller.person)
        return replace(standing, called_to=frozenset(one.dossier_id for one in votes))

    async def _waiting_for(self, person_id: UUID) -> list[Vote]:
        votes = await self._votes.open_for(person_id)
        voted = await self._ballots.voted(votes)
        return [vote for vote in votes if person_id not in voted[vote.id]]

    async def _sheets(
        self, votes: Sequence[Vote], dossier: Dossier, standing: Standing
    ) -> list[VoteSheet]:
        electors = [elector for vote in votes for elector in vote.electors]
        names = await self._cards.names(elector.person_id for elector in electors)
        organisations = await self._organisations.names(
            elector.organisation_id for elector in electors
        )
        voted = await self._ballots.voted(votes)
        path = frozenset(step.committee for step in dossier.path)
        return [
            VoteSheet(
                vote=vote,
                standing=standing,
                path=path,
                voted=voted[vote.id],
                own=await self._ballots.own(vote, standing.person_id),
                ballots=await self._opened(vote, standing),
                names=names,
                organisations=organisations,
            )
            for vote in votes
        ]

    async def _opened(self, vote: Vote, standing: Standing) -> dict[UUID, NamedBallot]:
        """Show a named vote's choices, once decided, to its own committee."""
        if not standing.is_admin and vote.committee not in standing.seats:
            return {}
        return await self._ballots.opened_by_name(vote)

    async def _organisation_names(self, dossiers: Iterable[Dossier]) -> dict[UUID, str]:
        ids = [one.organisation_id for one in dossiers]
        return await self._organisations.names(id_ for id_ in ids if id_ is not None)
