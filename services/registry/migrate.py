"""What the registry stores, and what it starts with."""

from collections.abc import Sequence
from typing import cast

from kit.due import DueJobs
from kit.people import confirmations
from kit.platform import IDENTITY
from kit.service import CollectionPlan, Provided

from .accounts.models import Account
from .accounts.repository import AccountRepository, Tries
from .accounts.service import FirstAdministrator
from .advisors.models import Advisor
from .advisors.repository import AdvisorRepository
from .centres.models import ResourceCentre
from .centres.repository import CentreRepository
from .consents.models import Consents
from .consents.repository import ConsentRepository
from .dormancy.repository import LastSignIns
from .dormancy.service import DormancyService
from .erasure.models import Erasure
from .erasure.repository import ErasureRepository
from .federation.repository import AnsweredFlows, KeptTokens, LinkRepository
from .impersonations.models import Impersonation
from .impersonations.repository import ImpersonationRepository
from .imports.models import Effect, FileEntry, FilePart, ImportBatch, KeptLine
from .imports.repository import BatchRepository, EffectRepository, LineRepository
from .mydata.models import DataRequest
from .mydata.repository import DataRequestRepository
from .partners.models import Organisation
from .partners.repository import PartnerRepository
from .retention.service import RegistryRetention
from .second_factor.models import Factor, Removal
from .second_factor.repository import RemovalRepository
from .second_factor.service import Factors
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
        holds=Impersonation,
        indexes=ImpersonationRepository.INDEXES,
    ),
    CollectionPlan(database=IDENTITY, name="second_factors", holds=Factor),
    CollectionPlan(
        database=IDENTITY,
        name="second_factor_removals",
        holds=Removal,
        indexes=RemovalRepository.INDEXES,
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
    confirmations("registry"),
    CollectionPlan(
        database="registry",
        name="consents",
        holds=Consents,
        indexes=ConsentRepository.INDEXES,
    ),
    CollectionPlan(
        database="registry",
        name="erasures",
        holds=Erasure,
        indexes=ErasureRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database="registry",
        name="data_requests",
        holds=DataRequest,
        indexes=DataRequestRepository.INDEXES,
        tells=True,
    ),
)


async def prepare(provided: Provided) -> None:
    """Seal with today's key, let the first administrator in, plan the nights."""
    await cast("Factors", provided[Factors]).seal_all()
    await cast("FirstAdministrator", provided[FirstAdministrator]).open()
    await cast("DormancyService", provided[DormancyService]).plan()
    await cast("RegistryRetention", provided[RegistryRetention]).plan_first()
