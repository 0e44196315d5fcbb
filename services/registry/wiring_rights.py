"""Where the parts meet that answer people's rights: access and erasure."""

from typing import Any

from kit.files import KeptFiles
from kit.people import Parts, RetentionBoard, Traces
from kit.platform import IDENTITY, Platform

from .accounts.repository import AccountRepository
from .advisors.repository import AdvisorRepository
from .erasure.handlers import ConfirmationHandlers
from .erasure.models import Erasure
from .erasure.repository import ErasureRepository
from .erasure.service import ErasureService, Identities
from .forgetting.service import RegistryForgetting
from .holdings import RegistryPeople
from .imports.models import ImportBatch
from .imports.repository import BatchRepository, EffectRepository, LineRepository
from .imports.service import CensusForgetting
from .mydata.models import DataRequest
from .mydata.repository import DataRequestRepository
from .mydata.service import DataCopyService
from .retention.service import Departures, OldFiles, RegistryRetention
from .structures.repository import StructureRepository
from .wiring_factors import factors_in

DATABASE = "registry"


def rights_of(
    platform: Platform,
    *,
    accounts: AccountRepository,
    advisors: AdvisorRepository,
    structures: StructureRepository,
) -> dict[type, object]:
    erasures = _erasures(platform, accounts)
    forgetting = RegistryForgetting(
        advisors=advisors,
        structures=structures,
        census=_census(platform),
        clock=platform.clock,
    )
    board = RetentionBoard(platform.collection(IDENTITY, "retention"))
    return {
        RetentionBoard: board,
        RegistryRetention: _retention(
            platform,
            advisors=advisors,
            accounts=accounts,
            erasures=erasures,
            board=board,
        ),
        ErasureService: erasures,
        ConfirmationHandlers: ConfirmationHandlers(erasures),
        RegistryPeople: RegistryPeople(platform, also=(forgetting.erase,)),
        DataCopyService: _copies(platform),
    }


def _copies(platform: Platform) -> DataCopyService:
    return DataCopyService(
        requests=DataRequestRepository(
            platform.aggregates(DATABASE, "data_requests", DataRequest, source=DATABASE)
        ),
        parts=Parts(platform.collection(IDENTITY, "data_parts")),
        clock=platform.clock,
    )


def _retention(
    platform: Platform,
    *,
    advisors: AdvisorRepository,
    accounts: AccountRepository,
    erasures: ErasureService,
    board: RetentionBoard,
) -> RegistryRetention:
    return RegistryRetention(
        (
            Departures(advisors=advisors, accounts=accounts, erasures=erasures),
            OldFiles(**_census_parts(platform)),
        ),
        due=platform.due(DATABASE),
        board=board,
        clock=platform.clock,
    )


def _erasures(platform: Platform, accounts: AccountRepository) -> ErasureService:
    return ErasureService(
        erasures=ErasureRepository(
            platform.aggregates(DATABASE, "erasures", Erasure, source=DATABASE)
        ),
        identities=Identities(
            accounts=accounts,
            cards=platform.cards,
            sessions=platform.sessions,
            answers=platform.idempotency,
            traces=Traces(platform.collection(IDENTITY, "erasing")),
            factors=factors_in(platform),
        ),
        due=platform.due(DATABASE),
        mongo=platform.mongo,
        clock=platform.clock,
    )


def _census(platform: Platform) -> CensusForgetting:
    return CensusForgetting(**_census_parts(platform))


def _census_parts(platform: Platform) -> dict[str, Any]:
    return {
        "batches": BatchRepository(
            platform.aggregates(DATABASE, "imports", ImportBatch, source=DATABASE)
        ),
        "lines": LineRepository(platform.collection(DATABASE, "import_lines")),
        "effects": EffectRepository(platform.collection(DATABASE, "import_effects")),
        "files": KeptFiles(platform.mongo.files(DATABASE, "census")),
    }
