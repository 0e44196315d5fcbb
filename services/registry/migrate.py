"""What the registry stores, and what it starts with."""

from collections.abc import Sequence
from typing import cast

from kit.due import DueJobs
from kit.platform import IDENTITY
from kit.service import CollectionPlan, Provided

from .accounts.repository import AccountRepository, Tries
from .accounts.service import FirstAdministrator
from .advisors.repository import AdvisorRepository
from .centres.repository import CentreRepository
from .dormancy.repository import LastSignIns
from .dormancy.service import DormancyService
from .federation.repository import AnsweredFlows, KeptTokens, LinkRepository
from .impersonations.repository import ImpersonationRepository
from .imports.repository import BatchRepository, EffectRepository, LineRepository
from .partners.repository import PartnerRepository
from .structures.repository import StructureRepository

COLLECTIONS: Sequence[CollectionPlan] = (
    CollectionPlan(
        database=IDENTITY,
        name="accounts",
        indexes=AccountRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=IDENTITY,
        name="impersonations",
        indexes=ImpersonationRepository.INDEXES,
    ),
    CollectionPlan(database="registry", name="sign_in_tries", indexes=Tries.INDEXES),
    CollectionPlan(database="registry", name="entrance_jobs", indexes=DueJobs.INDEXES),
    CollectionPlan(
        database="registry", name="last_sign_ins", indexes=LastSignIns.INDEXES
    ),
    CollectionPlan(
        database="registry", name="federated_links", indexes=LinkRepository.INDEXES
    ),
    CollectionPlan(
        database="registry", name="federated_flows", indexes=AnsweredFlows.INDEXES
    ),
    CollectionPlan(
        database="registry", name="federated_tokens", indexes=KeptTokens.INDEXES
    ),
    CollectionPlan(
        database="registry",
        name="advisors",
        indexes=AdvisorRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="partners",
        indexes=PartnerRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="structures",
        indexes=StructureRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="centres",
        indexes=CentreRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="imports",
        indexes=BatchRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry", name="import_lines", indexes=LineRepository.INDEXES
    ),
    CollectionPlan(
        database="registry", name="import_effects", indexes=EffectRepository.INDEXES
    ),
)


async def prepare(provided: Provided) -> None:
    """Let the first administrator in, when the settings name one; plan the nights."""
    await cast("FirstAdministrator", provided[FirstAdministrator]).open()
    await cast("DormancyService", provided[DormancyService]).plan()
