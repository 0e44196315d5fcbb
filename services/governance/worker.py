"""What governance hears, and what it does when its time has come."""

from collections.abc import Sequence
from typing import cast

from kit.people import PATIENCE
from kit.service import Hearing, Provided, Work
from schemas.events import on_topics
from schemas.readers import GOVERNANCE_ORGANISATIONS, GOVERNANCE_PEOPLE

from .copies import GovernanceRebuilds
from .holdings import GovernancePeople
from .organisations.handlers import OrganisationHandlers
from .wiring import GovernanceDue


def hears(provided: Provided) -> Sequence[Hearing]:
    organisations = cast("OrganisationHandlers", provided[OrganisationHandlers])
    return [
        Hearing(
            GOVERNANCE_ORGANISATIONS,
            contracts=on_topics(*GOVERNANCE_ORGANISATIONS.topics),
            handler=organisations.on_facts,
        ),
        Hearing(
            GOVERNANCE_PEOPLE,
            contracts=on_topics(*GOVERNANCE_PEOPLE.topics),
            handler=cast("GovernancePeople", provided[GovernancePeople]).on_facts,
            backoff=PATIENCE,
        ),
    ]


def works(provided: Provided) -> Sequence[Work]:
    return [
        cast("GovernanceDue", provided[GovernanceDue]).run,
        cast("GovernanceRebuilds", provided[GovernanceRebuilds]).run,
    ]
