"""What the registry hears, and what falls due."""

from collections.abc import Sequence
from typing import cast

from kit.due import DueWorker
from kit.service import Hearing, Provided, Work
from kit.trace import Recorder
from schemas.events import on_topics
from schemas.readers import REGISTRY_DECISIONS

from .certification.handlers import DecisionHandler
from .certification.service import CertificationService
from .dormancy.handlers import DormancyJobs
from .dormancy.service import DormancyService
from .imports.handlers import CensusJobs
from .imports.service import CensusWork
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
    )


def works(provided: Provided) -> Sequence[Work]:
    due = cast("RegistryDue", provided[RegistryDue])
    entrance = cast("EntranceDue", provided[EntranceDue])
    census = CensusJobs(
        cast("CensusWork", provided[CensusWork]),
        recorder=cast("Recorder", provided[Recorder]),
    )
    dormancy = DormancyJobs(cast("DormancyService", provided[DormancyService]))
    table = {**entrance.table, **dormancy.table}
    return (
        DueWorker(due.jobs, census.table, clock=due.clock).run,
        DueWorker(entrance.jobs, table, clock=entrance.clock).run,
    )
