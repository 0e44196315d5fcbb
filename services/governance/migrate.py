"""What governance stands on: its collections, and the four committees."""

from typing import cast

from kit.people import confirmations
from kit.service import CollectionPlan, Provided
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
from .organisations.repository import OrganisationRepository
from .votes.repository import BallotRepository, VoteRepository

COLLECTIONS = (
    CollectionPlan(
        database=DATABASE,
        name=Committee.COLLECTION,
        indexes=CommitteeRepository.INDEXES,
        model=Committee,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name=Dossier.COLLECTION,
        indexes=DossierRepository.INDEXES,
        model=Dossier,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name=Vote.COLLECTION,
        indexes=VoteRepository.INDEXES,
        model=Vote,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name=Decision.COLLECTION,
        indexes=DecisionRepository.INDEXES,
        model=Decision,
        tells=True,
    ),
    # Clustered: documents lie in the order of their ids, never of their coming.
    CollectionPlan(
        database=DATABASE,
        name=NamedBallot.COLLECTION,
        model=NamedBallot,
        is_clustered=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name=Participation.COLLECTION,
        model=Participation,
        is_clustered=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name=SealedBallot.COLLECTION,
        indexes=BallotRepository.SEALED_INDEXES,
        model=SealedBallot,
        is_clustered=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name=SealedReason.COLLECTION,
        indexes=BallotRepository.SEALED_INDEXES,
        model=SealedReason,
        is_clustered=True,
    ),
    CollectionPlan(database=DATABASE, name="counters"),
    CollectionPlan(
        database=DATABASE, name="organisations", indexes=OrganisationRepository.INDEXES
    ),
    confirmations(DATABASE),
)


async def prepare(provided: Provided) -> None:
    """Found the committees; the services that open dossiers find their counter."""
    await cast("CommitteeService", provided[CommitteeService]).establish()
    await cast("DecisionService", provided[DecisionService]).open_counters()
