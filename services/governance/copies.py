"""What governance copies of others, and how the journal can rebuild it."""

from kit.rebuilds import ReadModel, RebuildWorker
from schemas.events import on_topics
from schemas.readers import GOVERNANCE_ORGANISATIONS, READ_MODELS

from .organisations.handlers import OrganisationHandlers
from .organisations.repository import OrganisationRepository

PROMISED = {one.name: one for one in READ_MODELS}

COPIES = (
    ReadModel(
        promise=PROMISED["governance.organisations"],
        contracts=on_topics(*GOVERNANCE_ORGANISATIONS.topics),
        handler=lambda kept: (
            OrganisationHandlers(OrganisationRepository(kept["organisations"])).on_facts
        ),
    ),
)


class GovernanceRebuilds(RebuildWorker):
    """Governance's own rebuilds, under a name of their own."""
