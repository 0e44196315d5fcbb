"""Governance as a process sees it."""

from kit.service import Service
from schemas.events.governance import (
    CommitteeFact,
    DecisionFact,
    DossierFact,
    GovernanceErasure,
    VoteFact,
)

from .api import PAGES, ROUTERS
from .copies import COPIES
from .migrate import COLLECTIONS, prepare
from .wiring import build
from .worker import hears, works

GOVERNANCE = Service(
    name="governance",
    build=build,
    api=ROUTERS,
    pages=PAGES,
    hears=hears,
    works=works,
    collections=COLLECTIONS,
    prepare=prepare,
    read_models=COPIES,
    topics=(
        CommitteeFact.topic,
        DossierFact.topic,
        VoteFact.topic,
        DecisionFact.topic,
        GovernanceErasure.topic,
    ),
)
