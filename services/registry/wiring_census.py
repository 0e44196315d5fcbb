"""Where the census's parts meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True)
class _Parts:
    """What the census's services share."""

    platform: Platform
    records: Mapping[str, Any]
    accounts: AccountRepository

    @cached_property
    def due(self) -> DueJobs:
        return self.platform.due("registry")

    @cached_property
    def batches(self) -> BatchRepository:
        stored = self.platform.aggregates(
            "registry", "imports", ImportBatch, source="registry"
        )
        return BatchRepository(stored)

    @cached_property
    def lines(self) -> LineRepository:
        return LineRepository(self.platform.collection("registry", "import_lines"))

    @cached_property
    def effects(self) -> EffectRepository:
        return EffectRepository(self.platform.collection("registry", "import_effects"))

    @cached_property
    def files(self) -> KeptFiles:
        return KeptFiles(self.platform.mongo.files("registry", "census"))

    @cached_property
    def register(self) -> RegisterRepository:
        return RegisterRepository(cards=self.platform.cards, **self.records)

    @cached_property
    def keeper(self) -> Keeper:
        return Keeper(
            mongo=self.platform.mongo,
            batches=self.batches,
            due=self.due,
            clock=self.platform.clock,
        )

    @cached_property
    def decisions(self) -> DecisionService:
        return DecisionService(
            batches=self.batches,
            lines=self.lines,
            files=self.files,
            due=self.due,
            keeper=self.keeper,
        )

    @cached_property
    def analysis(self) -> Analysis:
        return Analysis(
            lines=self.lines,
            register=self.register,
            files=self.files,
            keeper=self.keeper,
            gazetteer=load_gazetteer(),
        )

    @cached_property
    def application(self) -> Application:
        return Application(
            lines=self.lines,
            effects=self.effects,
            register=self.register,
            writer=RecordWriter(**self._writing),
            keeper=self.keeper,
            gazetteer=load_gazetteer(),
        )

    @cached_property
    def withdrawal(self) -> Withdrawal:
        ties = TieFinder(batches=self.batches, accounts=self.accounts, **self.records)
        return Withdrawal(
            effects=self.effects,
            restorer=RecordRestorer(ties=ties, **self._writing),
            keeper=self.keeper,
        )

    @property
    def _writing(self) -> dict[str, Any]:
        return {
            "mongo": self.platform.mongo,
            "effects": self.effects,
            "cards": self.platform.cards,
            "clock": self.platform.clock,
            **self.records,
        }


def census_of(
    platform: Platform,
    *,
    structures: StructureRepository,
    advisors: AdvisorRepository,
    centres: CentreRepository,
    accounts: AccountRepository,
) -> dict[type, object]:
    records = {"structures": structures, "advisors": advisors, "centres": centres}
    parts = _Parts(platform, records, accounts)
    return {
        RegisterRepository: parts.register,
        DecisionService: parts.decisions,
        RegistryDue: RegistryDue(parts.due, platform.clock),
        CensusWork: CensusWork(
            batches=parts.batches,
            analysis=parts.analysis,
            application=parts.application,
            withdrawal=parts.withdrawal,
            decisions=parts.decisions,
            due=parts.due,
        ),
        ReceivingService: ReceivingService(
            batches=parts.batches,
            register=parts.register,
            files=parts.files,
            keeper=parts.keeper,
        ),
        ReadingService: ReadingService(
            batches=parts.batches,
            lines=parts.lines,
            effects=parts.effects,
            centres=centres,
            cards=platform.cards,
            files=parts.files,
            sleep=sleep,
        ),
    }
