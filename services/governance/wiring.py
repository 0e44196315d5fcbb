"""Where governance's parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from .copies import COPIES, GovernanceRebuilds
from .decisions.repository import DecisionRepository
from .decisions.service import DecisionService
from .dossiers.repository import DossierRepository
from .dossiers.service import DossierService
from .forgetting.repository import ForgettingRepository
from .forgetting.service import GovernanceForgetting
from .holdings import GovernancePeople
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


@dataclass(frozen=True)
class _Stores:
    """The repositories that several services stand on."""

    organisations: OrganisationRepository
    dossiers: DossierRepository
    decisions: DecisionRepository
    votes: VoteRepository
    ballots: BallotRepository


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    stores = _Stores(
        organisations=OrganisationRepository(
            platform.collection(NAME, "organisations")
        ),
        dossiers=DossierRepository(_aggregates(platform, Dossier)),
        decisions=DecisionRepository(
            _aggregates(platform, Decision), platform.collection(DATABASE, "counters")
        ),
        votes=VoteRepository(_aggregates(platform, Vote)),
        ballots=_ballots(platform),
    )
    committees = CommitteeService(
        committees=CommitteeRepository(_aggregates(platform, Committee)),
        organisations=stores.organisations,
        cards=platform.cards,
        mongo=platform.mongo,
        clock=platform.clock,
    )
    yield {
        CommitteeService: committees,
        DossierService: DossierService(dossiers=stores.dossiers, committees=committees),
        DecisionService: DecisionService(
            decisions=stores.decisions, committees=committees, clock=platform.clock
        ),
        OrganisationHandlers: OrganisationHandlers(stores.organisations),
        GovernancePeople: _people(platform, committees),
        GovernanceRebuilds: GovernanceRebuilds(platform, service=NAME, models=COPIES),
        **_acts(platform, stores, committees),
        **_ending(platform, stores, committees),
    }


def _acts(
    platform: Platform, stores: _Stores, committees: CommitteeService
) -> dict[type, object]:
    return {
        OpeningService: OpeningService(
            votes=stores.votes,
            ballots=stores.ballots,
            dossiers=stores.dossiers,
            committees=committees,
            due=platform.due(NAME),
            mongo=platform.mongo,
            clock=platform.clock,
        ),
        CastingService: CastingService(
            votes=stores.votes,
            ballots=stores.ballots,
            dossiers=stores.dossiers,
            committees=committees,
            mongo=platform.mongo,
            clock=platform.clock,
        ),
        ReadingService: ReadingService(
            votes=stores.votes,
            ballots=stores.ballots,
            dossiers=stores.dossiers,
            organisations=stores.organisations,
            committees=committees,
            cards=platform.cards,
            catalogues=platform.catalogues,
            clock=platform.clock,
        ),
    }


def _ending(
    platform: Platform, stores: _Stores, committees: CommitteeService
) -> dict[type, object]:
    """Build what closes votes: by hand, and by themselves at their end."""
    due = platform.due(NAME)
    closing = ClosingService(
        votes=stores.votes,
        ballots=stores.ballots,
        dossiers=stores.dossiers,
        decisions=stores.decisions,
        committees=committees,
        catalogues=platform.catalogues,
        due=due,
        mongo=platform.mongo,
        clock=platform.clock,
    )
    jobs = {CLOSE: closing.close_due}
    return {
        ClosingService: closing,
        GovernanceDue: GovernanceDue(due, jobs, clock=platform.clock),
    }


def _people(platform: Platform, committees: CommitteeService) -> GovernancePeople:
    forgetting = GovernanceForgetting(
        committees=committees,
        forgetting=ForgettingRepository(
            dossiers=_aggregates(platform, Dossier),
            ballots=platform.collection(DATABASE, NamedBallot.COLLECTION),
            votes=platform.collection(DATABASE, Vote.COLLECTION),
            mongo=platform.mongo,
        ),
        clock=platform.clock,
    )
    return GovernancePeople(platform, also=(forgetting.erase,))


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
