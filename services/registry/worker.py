"""What the registry hears, and what falls due."""

from collections.abc import Sequence
from typing import cast

from kit.service import Hearing, Provided, Work
from schemas.events import on_topics
from schemas.readers import REGISTRY_DECISIONS

from .certification.handlers import DecisionHandler
from .certification.service import CertificationService


def hears(provided: Provided) -> Sequence[Hearing]:
    certification = cast("CertificationService", provided[CertificationService])
    return (
        Hearing(
            REGISTRY_DECISIONS,
            contracts=on_topics(*REGISTRY_DECISIONS.topics),
            handler=DecisionHandler(certification).on_facts,
        ),
    )


def works(_: Provided) -> Sequence[Work]:
    return ()
