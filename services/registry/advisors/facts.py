"""How a change to an advisor is told: always with the whole public state."""

from typing import Any, TypeVar

from schemas.events.registry import (
    AdvisorActivated,
    AdvisorCertified,
    AdvisorChanged,
    AdvisorEnrolled,
    AdvisorFact,
    AdvisorInvited,
    AdvisorLeft,
    AdvisorListed,
    AdvisorRemoved,
    AdvisorResumed,
    AdvisorSuspended,
    CertificationRefused,
    CertificationRequested,
    CharterSigned,
)

from .models import Advisor

F = TypeVar("F", bound=AdvisorFact)


def listed(advisor: Advisor) -> AdvisorListed:
    return _told(AdvisorListed, advisor)


def changed(advisor: Advisor) -> AdvisorChanged:
    return _told(AdvisorChanged, advisor)


def invited(advisor: Advisor) -> AdvisorInvited:
    return _told(AdvisorInvited, advisor, invitation=advisor.invitation)


def enrolled(advisor: Advisor) -> AdvisorEnrolled:
    return _told(AdvisorEnrolled, advisor)


def activated(advisor: Advisor) -> AdvisorActivated:
    return _told(AdvisorActivated, advisor)


def charter_signed(advisor: Advisor) -> CharterSigned:
    return _told(CharterSigned, advisor)


def suspended(advisor: Advisor) -> AdvisorSuspended:
    return _told(AdvisorSuspended, advisor)


def resumed(advisor: Advisor) -> AdvisorResumed:
    return _told(AdvisorResumed, advisor)


def left(advisor: Advisor) -> AdvisorLeft:
    return _told(AdvisorLeft, advisor)


def removed(advisor: Advisor) -> AdvisorRemoved:
    return _told(AdvisorRemoved, advisor, status="removed")


def certification_requested(advisor: Advisor) -> CertificationRequested:
    return _told(CertificationRequested, advisor)


def certified(advisor: Advisor) -> AdvisorCertified:
    return _told(AdvisorCertified, advisor)


def certification_refused(advisor: Advisor) -> CertificationRefused:
    return _told(CertificationRefused, advisor)


def _told(kind: type[F], advisor: Advisor, **more: Any) -> F:
    signature = advisor.signature
    state: dict[str, Any] = {
        "advisor_id": advisor.id,
        "person_id": advisor.person_id,
        "centre_id": advisor.centre_id,
        "structure_ids": advisor.structure_ids,
        "profile": advisor.profile,
        "themes": advisor.themes,
        "departments": advisor.departments,
        "regions": advisor.regions,
        "status": advisor.status,
        "charter_version": None if signature is None else signature.version,
        "certified_from": advisor.certified_from,
        "certified_until": advisor.certified_until,
    }
    return kind(**state | more)
