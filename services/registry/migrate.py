"""What the registry stores, and what it starts with."""

from collections.abc import Sequence
from typing import cast

from kit.due import DueJobs
from kit.platform import IDENTITY
from kit.service import CollectionPlan, Provided

from .accounts.models import Account
from .accounts.repository import AccountRepository, Tries
from .accounts.service import FirstAdministrator
from .advisors.models import Advisor
from .advisors.repository import AdvisorRepository
from .centres.models import ResourceCentre
from .centres.repository import CentreRepository
from .dormancy.repository import LastSignIns
from .dormancy.service import DormancyService
from .federation.repository import AnsweredFlows, KeptTokens, LinkRepository
from .impersonations.repository import ImpersonationRepository
from .imports.models import Effect, FileEntry, FilePart, ImportBatch, KeptLine
from .imports.repository import BatchRepository, EffectRepository, LineRepository
from .partners.models import Organisation
from .partners.repository import PartnerRepository
from .structures.models import Structure
from .structures.repository import StructureRepository

COLLECTIONS: Sequence[CollectionPlan] = (
    CollectionPlan(
        database=IDENTITY,
        name="accounts",
        holds=Account,
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
        holds=Advisor,
        indexes=AdvisorRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="partners",
        holds=Organisation,
        indexes=PartnerRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="structures",
        holds=Structure,
        indexes=StructureRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="centres",
        holds=ResourceCentre,
        indexes=CentreRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="imports",
        holds=ImportBatch,
        indexes=BatchRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="import_lines",
        holds=KeptLine,
        indexes=LineRepository.INDEXES,
    ),
    CollectionPlan(
        database="registry",
        name="import_effects",
        holds=Effect,
        indexes=EffectRepository.INDEXES,
    ),
    CollectionPlan(database="registry", name="census.files", holds=FileEntry),
    CollectionPlan(database="registry", name="census.chunks", holds=FilePart),
)


async def prepare(provided: Provided) -> None:
    """Let the first administrator in, when the settings name one; plan the nights."""
    await cast("FirstAdministrator", provided[FirstAdministrator]).open()
    await cast("DormancyService", provided[DormancyService]).plan()
