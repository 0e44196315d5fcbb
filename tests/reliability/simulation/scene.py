"""What a seed's site consists of, and what was asked of it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kit.due import DueJobs

from .broker import Broker
from .store import SimCollection, Store
from .world import Process, World


@dataclass
class Scene:
    """`accepted` are the commands that were answered; the rest is what they meet."""

    seed: int
    world: World = field(init=False)
    broker: Broker = field(init=False)
    store: Store = field(default_factory=Store)
    accepted: dict[tuple[str, int], UUID] = field(default_factory=dict)
    poison: set[UUID] = field(default_factory=set)
    flaky: dict[UUID, int] = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.world = World(self.seed)
        self.broker = Broker(self.world)

    def jobs(self, process: Process) -> DueJobs:
        jobs: Any = SimCollection(self.store.jobs, self.world, process)
        return DueJobs(jobs)
