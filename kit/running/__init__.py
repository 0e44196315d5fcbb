"""The four roles of a service: api, worker, relay, migrate."""

from .command import run_role
from .garbage import tune_garbage_collection
from .migrating import migrate, plans
from .relaying import relays
from .serving import application, serve
from .working import MissingTopics, workers

__all__ = [
    "MissingTopics",
    "application",
    "migrate",
    "plans",
    "relays",
    "run_role",
    "serve",
    "tune_garbage_collection",
    "workers",
]
