"""Where the census's parts meet."""

from dataclasses import dataclass
from typing import Any

from kit.clock import Clock, sleep
from kit.due import DueJobs
from kit.files import KeptFiles
from kit.platform import Platform

from .accounts.repository import AccountRepository
from .advisors.repository import AdvisorRepository
from .centres.repository import CentreRepository
from .imports.models import ImportBatch
from .imports.repository import (
    BatchRepository,
    EffectRepository,
    LineRepository,
    RegisterRepository,
)
from .imports.service import (
    Analysis,
    Application,
    CensusWork,
    DecisionService,
    Keeper,
    ReadingService,
    ReceivingService,
    RecordRestorer,
    RecordWriter,
    TieFinder,
    Withdrawal,
)
from .structures.repository import StructureRepository
from .territories.parsing import load_gazetteer


@dataclass(frozen=True)
class RegistryDue:
    """What falls due in the registry, and by which clock."""

    jobs: DueJobs
    clock: Clock


def census_of(
    platform: Platform,
    *,
    structures: StructureRepository,
    advisors: AdvisorRepository,
    centres: CentreRepository,
    accounts: AccountRepository,
) -> dict[type, object]:
    register = RegisterRepository(
        structures=structures, advisors=advisors, centres=centres, cards=platform.cards
    )
    batches = BatchRepository(
        platform.aggregates("registry", "imports", ImportBatch, source="registry")
    )
    due = platform.due("registry")
    keeper = Keeper(
        mongo=platform.mongo, batches=batches, due=due, clock=platform.clock
    )
    stored: dict[str, Any] = {
        "lines": LineRepository(platform.collection("registry", "import_lines")),
        "files": KeptFiles(platform.mongo.files("registry", "census")),
    }
    effects = EffectRepository(platform.collection("registry", "import_effects"))
    decisions = DecisionService(batches=batches, due=due, keeper=keeper, **stored)
    records: dict[str, Any] = {
        "structures": structures,
        "advisors": advisors,
        "centres": centres,
    }
    writing: dict[str, Any] = {
        "mongo": platform.mongo,
        "effects": effects,
        "cards": platform.cards,
        "clock": platform.clock,
        **records,
    }
    ties = TieFinder(batches=batches, accounts=accounts, **records)
    work = CensusWork(
        batches=batches,
        analysis=Analysis(
            register=register, keeper=keeper, gazetteer=load_gazetteer(), **stored
        ),
        application=Application(
            lines=stored["lines"],
            effects=effects,
            register=register,
            writer=RecordWriter(**writing),
            keeper=keeper,
            gazetteer=load_gazetteer(),
        ),
        withdrawal=Withdrawal(
            effects=effects,
            restorer=RecordRestorer(ties=ties, **writing),
            keeper=keeper,
        ),
        decisions=decisions,
        due=due,
    )
    return {
        RegisterRepository: register,
        DecisionService: decisions,
        CensusWork: work,
        RegistryDue: RegistryDue(due, platform.clock),
        ReceivingService: ReceivingService(
            batches=batches, register=register, files=stored["files"], keeper=keeper
        ),
        ReadingService: ReadingService(
            batches=batches,
            effects=effects,
            centres=centres,
            cards=platform.cards,
            sleep=sleep,
            **stored,
        ),
    }
