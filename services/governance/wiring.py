"""Where governance's parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from kit.due import DueWorker
from kit.platform import Platform
from kit.storage import Aggregates
from schemas.base import Stored
from schemas.documents.governance import (
    DATABASE,
    Committee,
    Decision,
    Dossier,
    NamedBallot,
    Participation,
    SealedBallot,
    SealedReason,
    Vote,
)

from .committees.repository import CommitteeRepository
from .committees.service import CommitteeService
from .decisions.repository import DecisionRepository
from .decisions.service import DecisionService
from .dossiers.repository import DossierRepository
from .dossiers.service import DossierService
from .organisations.handlers import OrganisationHandlers
from .organisations.repository import OrganisationRepository
from .votes.repository import BallotRepository, VoteRepository
from .votes.service import (
    CastingService,
    ClosingService,
    OpeningService,
    ReadingService,
)
from .votes.service.opening import CLOSE

NAME = "governance"

A = TypeVar("A", bound=Stored)


class GovernanceDue(DueWorker):
    """Governance's own due jobs: votes that close at their end."""


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    organisations = OrganisationRepository(platform.collection(NAME, "organisations"))
    dossiers = DossierRepository(_aggregates(platform, Dossier))
    decisions = DecisionRepository(
        _aggregates(platform, Decision), platform.collection(DATABASE, "counters")
    )
    committees = CommitteeService(
        committees=CommitteeRepository(_aggregates(platform, Committee)),
        organisations=organisations,
        cards=platform.cards,
        mongo=platform.mongo,
        clock=platform.clock,
    )
    yield {
        CommitteeService: committees,
        DossierService: DossierService(dossiers=dossiers, committees=committees),
        DecisionService: DecisionService(
            decisions=decisions, committees=committees, clock=platform.clock
        ),
        OrganisationHandlers: OrganisationHandlers(organisations),
        **_votes(platform, organisations, committees, dossiers, decisions),
    }


def _votes(
    platform: Platform,
    organisations: OrganisationRepository,
    committees: CommitteeService,
    dossiers: DossierRepository,
    decisions: DecisionRepository,
) -> dict[type, object]:
    votes, ballots = VoteRepository(_aggregates(platform, Vote)), _ballots(platform)
    due, mongo, clock = platform.due(NAME), platform.mongo, platform.clock
    closing = ClosingService(
        votes=votes,
        ballots=ballots,
        dossiers=dossiers,
        decisions=decisions,
        committees=committees,
        catalogues=platform.catalogues,
        due=due,
        mongo=mongo,
        clock=clock,
    )
    return {
        OpeningService: OpeningService(
            votes=votes,
            ballots=ballots,
            dossiers=dossiers,
            committees=committees,
            due=due,
            mongo=mongo,
            clock=clock,
        ),
        CastingService: CastingService(
            votes=votes,
            ballots=ballots,
            dossiers=dossiers,
            committees=committees,
            mongo=mongo,
            clock=clock,
        ),
        ClosingService: closing,
        ReadingService: ReadingService(
            votes=votes,
            ballots=ballots,
            dossiers=dossiers,
            organisations=organisations,
            committees=committees,
            cards=platform.cards,
            catalogues=platform.catalogues,
            clock=clock,
        ),
        GovernanceDue: GovernanceDue(due, {CLOSE: closing.close_due}, clock=clock),
    }


def _ballots(platform: Platform) -> BallotRepository:
    return BallotRepository(
        named=platform.collection(DATABASE, NamedBallot.COLLECTION),
        participations=platform.collection(DATABASE, Participation.COLLECTION),
        sealed=platform.collection(DATABASE, SealedBallot.COLLECTION),
        reasons=platform.collection(DATABASE, SealedReason.COLLECTION),
    )


def _aggregates(platform: Platform, kind: type[A]) -> Aggregates[A]:
    name: str = kind.COLLECTION  # type: ignore[attr-defined] # every shared kind has one
    return platform.aggregates(DATABASE, name, kind, source=NAME)
