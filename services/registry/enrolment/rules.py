"""The steps of an advisor: from each state, what may follow and what may not."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kit.identity.callers import Grant
from schemas.access import Role
from services.registry.advisors.models import Advisor, Halt, Signature, Status

from .errors import (
    AlreadySigned,
    InvitationReplaced,
    NotEnrollable,
    NotInvitable,
    NotLeavable,
    NotResumable,
    NotSignable,
    NotSuspendable,
)

LINK_VALID_FOR: Final = timedelta(days=30)
PURPOSE: Final = "invitation"


def invite(advisor: Advisor, *, at: datetime) -> Advisor:
    """Invite, or invite again: then only the new link works.

    Raises:
        NotInvitable: the advisor has an account, or has left.
    """
    if advisor.status not in {"listed", "invited"}:
        raise NotInvitable("invite", advisor.status)
    return advisor.model_copy(
        update={
            "status": "invited",
            "invitation": advisor.invitation + 1,
            "invited_at": at,
        }
    )


def check_link(advisor: Advisor, invitation: int) -> None:
    """Refuse a link that no longer leads anywhere.

    Raises:
        NotEnrollable: the advisor does not wait for an answer.
        InvitationReplaced: a later invitation was sent.
    """
    if advisor.status != "invited":
        raise NotEnrollable("enrol", advisor.status)
    if invitation != advisor.invitation:
        raise InvitationReplaced


def enrol(advisor: Advisor, *, at: datetime) -> Advisor:
    """Note that the advisor has an account.

    Raises:
        NotEnrollable: the advisor was not invited, or has answered.
    """
    if advisor.status != "invited":
        raise NotEnrollable("enrol", advisor.status)
    return advisor.model_copy(update={"status": "enrolled", "enrolled_at": at})


def sign(advisor: Advisor, *, version: int, hash_: str, at: datetime) -> Advisor:
    """Sign: an enrolled advisor becomes active, an active one signs a new version.

    Raises:
        NotSignable: there is no account yet, or the advisor is suspended or left.
        AlreadySigned: this version.
    """
    if advisor.status not in {"enrolled", "active"}:
        raise NotSignable("sign", advisor.status)
    if advisor.signature is not None and advisor.signature.version >= version:
        raise AlreadySigned(version=advisor.signature.version)
    signature = Signature(version=version, hash=hash_, signed_at=at)
    return advisor.model_copy(update={"status": "active", "signature": signature})


def suspend(advisor: Advisor, *, reason: str, at: datetime, by: UUID | None) -> Advisor:
    """Stop proposing and telling the advisor, until resumed.

    Raises:
        NotSuspendable: the advisor is not active.
    """
    if advisor.status != "active":
        raise NotSuspendable("suspend", advisor.status)
    halt = Halt(reason=reason, at=at, by=by)
    return advisor.model_copy(update={"status": "suspended", "halt": halt})


def leave(advisor: Advisor, *, reason: str, at: datetime, by: UUID | None) -> Advisor:
    """Note that the advisor has left the network.

    Raises:
        NotLeavable: it is noted already.
    """
    if advisor.status == "left":
        raise NotLeavable("leave", advisor.status)
    halt = Halt(reason=reason, at=at, by=by)
    return advisor.model_copy(update={"status": "left", "halt": halt})


def resume(advisor: Advisor) -> Advisor:
    """Go on from where the advisor was.

    Raises:
        NotResumable: the advisor is neither suspended nor left.
    """
    if advisor.status not in {"suspended", "left"}:
        raise NotResumable("resume", advisor.status)
    return advisor.model_copy(update={"status": reached(advisor), "halt": None})


def reached(advisor: Advisor) -> Status:
    """Tell how far the advisor had come, whatever halted them."""
    if advisor.enrolled_at is None:
        return "listed" if advisor.invited_at is None else "invited"
    return "enrolled" if advisor.signature is None else "active"


def grant_of(advisor: Advisor) -> Grant:
    """Bind the role of an advisor to the centre that holds the record."""
    return Grant(Role.ADVISOR, advisor.centre_id)
