"""What is worth telling, to whom, as what: pure, from facts and copies."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kit.ids import id_of
from kit.messaging.envelope import Told
from schemas.access import Role
from schemas.events.governance import VoteOpened
from schemas.events.registry import (
    AccountDormancyWarned,
    AccountFact,
    AccountInvited,
    AdvisorInvited,
    EmailChangeAsked,
    ErasurePlanned,
    IdentityLinked,
    IdentityUnlinked,
    PasswordLinkAsked,
    SecondFactorTakenAway,
)
from schemas.events.webinars import (
    RegistrationFact,
    SeatFreed,
    SeatMoved,
    SeatTaken,
)
from services.notifications.deliveries.models import Email
from services.notifications.inbox.models import Entry
from services.notifications.preferences.rules import is_wanted
from services.notifications.recipients.models import Advisor, Registration, Webinar
from services.notifications.templates import models as about
from services.notifications.templates.models import Channel, Matter

MAILED_ALONE = (
    about.AdvisorInvited,
    about.AccountInvited,
    about.PasswordLink,
    about.AccountDormant,
    about.EmailLink,
    about.EmailNotice,
)
# A matter takes of its fact the fields that they share: ids, numbers, public names.
ABOUT_ACCOUNT: Mapping[type[AccountFact], type[Any]] = {
    AccountInvited: about.AccountInvited,
    PasswordLinkAsked: about.PasswordLink,
    AccountDormancyWarned: about.AccountDormant,
    SecondFactorTakenAway: about.FactorTakenAway,
    IdentityLinked: about.IdentityLinked,
    IdentityUnlinked: about.IdentityUnlinked,
}


# What each person refused, for those who refused something.
Muted = Mapping[UUID, tuple[str, ...]]


class Why(NamedTuple):
    """The event that is told, what set it off, and whether it is told again.

    A fact from the journal took effect when it was first told: told again, it fills
    what is missing in the application, and no e-mail leaves for it.
    """

    event_id: UUID
    correlation_id: str
    is_again: bool = False


class Announcement(NamedTuple):
    """What people are told, why, and as holders of which role."""

    people: Sequence[UUID]
    matter: Matter
    why: Why
    role: str = Role.ADVISOR


def because(told: Told[Any]) -> Why:
    return Why(told.id, told.correlation_id, is_again=told.is_from_journal)


def notification_id(why: Why, person_id: UUID, channel: Channel) -> UUID:
    """Name the one notification of this event for this person by this channel."""
    return id_of("notification", why.event_id, person_id, channel)


def email(announcement: Announcement, *, at: datetime) -> Email:
    """Return what the e-mails of all have in common; the ids stand for nobody's."""
    why = announcement.why
    return Email(
        id=why.event_id,
        person_id=why.event_id,
        role=announcement.role,
        matter=announcement.matter,
        event_id=why.event_id,
        correlation_id=why.correlation_id,
        created_at=at,
        due_at=at,
    )


def entry(announcement: Announcement, *, at: datetime) -> Entry:
    """Return what the entries of all have in common, as `email` does."""
    id_ = announcement.why.event_id
    return Entry(id=id_, person_id=id_, matter=announcement.matter, created_at=at)


def wanting(
    announcement: Announcement, channel: Channel, muted: Muted
) -> Sequence[UUID]:
    """Return who is told by this channel, and wants it."""
    people, matter, why, role = announcement
    if channel not in channels(matter, why):
        return []
    unless_chosen = is_wanted(matter.family, channel, muted=None, role=role)
    return [
        one
        for one in people
        if (
            is_wanted(matter.family, channel, muted=muted[one], role=role)
            if one in muted
            else unless_chosen
        )
    ]


def channels(matter: Matter, why: Why) -> frozenset[Channel]:
    """Return the ways to tell it: who cannot or does not come in reads no inbox."""
    found = frozenset(Channel)
    if isinstance(matter, MAILED_ALONE):
        found = frozenset({Channel.EMAIL})
    return found - {Channel.EMAIL} if why.is_again else found


def concerns(advisor: Advisor, webinar: Webinar) -> bool:
    """Tell whether this advisor is among those a webinar is told to."""
    return (
        advisor.status == "active"
        and bool(set(advisor.themes) & set(webinar.themes))
        and (not webinar.regions or bool(set(advisor.regions) & set(webinar.regions)))
    )


def invitation(fact: AdvisorInvited) -> about.AdvisorInvited:
    return about.AdvisorInvited(advisor_id=fact.advisor_id, invitation=fact.invitation)


def account(fact: AccountFact, why: Why) -> list[Announcement]:
    """Return what the person is told about their account, and why each."""
    if isinstance(fact, EmailChangeAsked):
        return _two_letters(fact, why)
    kind = ABOUT_ACCOUNT.get(type(fact))
    if kind is None:
        return []
    return [Announcement([fact.person_id], kind.model_validate(fact.model_dump()), why)]


def _two_letters(fact: EmailChangeAsked, why: Why) -> list[Announcement]:
    """Write to both addresses; two letters to one person have two names."""
    link = about.EmailLink(
        account_id=fact.account_id,
        credential_number=fact.credential_number,
        email_number=fact.email_number,
    )
    notice = about.EmailNotice(account_id=fact.account_id)
    noticed = why._replace(event_id=id_of("notice", why.event_id))
    return [
        Announcement([fact.person_id], link, why),
        Announcement([fact.person_id], notice, noticed),
    ]


def publication(webinar: Webinar, *, now: datetime) -> about.WebinarPublished | None:
    """Return what to tell; nothing when it has no date, or the date has passed."""
    if webinar.title is None or webinar.starts_at is None or webinar.ends_at is None:
        return None
    if webinar.starts_at <= now:
        return None
    return about.WebinarPublished(
        webinar_id=webinar.id,
        title=webinar.title,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        themes=webinar.themes,
        is_for_advisors=webinar.audience == "advisors",
    )


def seat(
    fact: RegistrationFact,
) -> about.SeatTaken | about.SeatFreed | about.WebinarMoved:
    kinds: dict[type[RegistrationFact], Any] = {
        SeatTaken: about.SeatTaken,
        SeatFreed: about.SeatFreed,
        SeatMoved: about.WebinarMoved,
    }
    seat: about.SeatTaken | about.SeatFreed | about.WebinarMoved = kinds[type(fact)](
        webinar_id=fact.webinar_id,
        registration_id=fact.registration_id,
        title=fact.title,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        calendar_sequence=fact.calendar_sequence,
    )
    return seat


def cancellation(
    webinar: Webinar, registration: Registration, *, why: Why
) -> list[Announcement]:
    """Return what a person who holds a seat is told; the calendar takes it out."""
    if webinar.title is None or webinar.starts_at is None or webinar.ends_at is None:
        return []
    matter = about.WebinarCancelled(
        webinar_id=webinar.id,
        registration_id=registration.id,
        title=webinar.title,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        calendar_sequence=registration.calendar_sequence + 1,
    )
    return [
        Announcement([registration.person_id], matter, why_cancelled(webinar.id, why))
    ]


def why_cancelled(webinar_id: UUID, why: Why) -> Why:
    """Name the cancellation, whichever of its two facts is read first."""
    return why._replace(event_id=id_of("cancellation", webinar_id))


def erasure(fact: ErasurePlanned) -> about.ErasurePlanned:
    return about.ErasurePlanned(
        person_id=fact.person_id,
        due_at=fact.due_at,
        is_own_wish=fact.origin == "self",
    )


def vote(fact: VoteOpened) -> about.VoteOpened:
    return about.VoteOpened(
        vote_id=fact.vote_id,
        dossier_number=fact.dossier_number,
        committee=fact.committee,
        is_secret=fact.mode == "secret",
        closes_at=fact.closes_at,
    )
