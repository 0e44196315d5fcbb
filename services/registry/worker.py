"""What the registry hears, and what falls due."""

from collections.abc import Sequence
from typing import cast

from kit.due import DueWorker
from kit.people import PATIENCE
from kit.service import Hearing, Provided, Work
from kit.trace import Recorder
from schemas.events import on_topics
from schemas.readers import REGISTRY_CONFIRMATIONS, REGISTRY_DECISIONS, REGISTRY_PEOPLE

from .certification.handlers import DecisionHandler
from .certification.service import CertificationService
from .dormancy.handlers import DormancyJobs
from .dormancy.service import DormancyService
from .erasure.handlers import ConfirmationHandlers, ErasureJobs
from .erasure.service import ErasureService
from .holdings import RegistryPeople
from .imports.handlers import CensusJobs
from .imports.service import CensusWork
from .retention.service import RegistryRetention
from .wiring_census import RegistryDue
from .wiring_entrance import EntranceDue


def hears(provided: Provided) -> Sequence[Hearing]:
    certification = cast("CertificationService", provided[CertificationService])
    return (
        Hearing(
            REGISTRY_DECISIONS,
            contracts=on_topics(*REGISTRY_DECISIONS.topics),
            handler=DecisionHandler(certification).on_facts,
        ),
        Hearing(
            REGISTRY_PEOPLE,
            contracts=on_topics(*REGISTRY_PEOPLE.topics),
            handler=cast("RegistryPeople", provided[RegistryPeople]).on_facts,
            backoff=PATIENCE,
        ),
        Hearing(
            REGISTRY_CONFIRMATIONS,
            contracts=on_topics(*REGISTRY_CONFIRMATIONS.topics),
            handler=cast(
                "ConfirmationHandlers", provided[ConfirmationHandlers]
            ).on_facts,
        ),
    )


def works(provided: Provided) -> Sequence[Work]:
    due = cast("RegistryDue", provided[RegistryDue])
    entrance = cast("EntranceDue", provided[EntranceDue])
    census = CensusJobs(
        cast("CensusWork", provided[CensusWork]),
        recorder=cast("Recorder", provided[Recorder]),
    )
    erasures = ErasureJobs(cast("ErasureService", provided[ErasureService]))
    retention = cast("RegistryRetention", provided[RegistryRetention])
    jobs = {**census.table, **erasures.table, **retention.jobs}
    dormancy = DormancyJobs(cast("DormancyService", provided[DormancyService]))
    table = {**entrance.table, **dormancy.table}
    return (
        DueWorker(due.jobs, jobs, clock=due.clock).run,
        DueWorker(entrance.jobs, table, clock=entrance.clock).run,
    )
