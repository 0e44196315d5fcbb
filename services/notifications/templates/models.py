"""What a notification is about, and what it becomes in somebody's language."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.base import Localised
from schemas.events.governance import CommitteeCode


class Channel(StrEnum):
    EMAIL = "email"
    INBOX = "inbox"


# Which address of the card a letter goes to.
Reach = Literal["email", "new_email", "former_email"]


class Family(StrEnum):
    """What people choose to receive or not; a mandatory one is not theirs to refuse."""

    WEBINARS = "webinars"
    COMMITTEES = "committees"
    REGISTRATIONS = "registrations"
    ACCOUNT = "account"

    @property
    def is_mandatory(self) -> bool:
        return self in {Family.REGISTRATIONS, Family.ACCOUNT}


class Subject(BaseModel):
    """Ids and public facts: names stand on the cards, and are read when it is sent."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    family: ClassVar[Family]
    reaches: ClassVar[Reach] = "email"

    @property
    def about(self) -> UUID:
        raise NotImplementedError


class AdvisorInvited(Subject):
    family: ClassVar[Family] = Family.ACCOUNT
    template: Literal["advisor_invited"] = "advisor_invited"
    advisor_id: UUID
    invitation: int | None = None

    @property
    def about(self) -> UUID:
        return self.advisor_id


class _AboutAccount(Subject):
    family: ClassVar[Family] = Family.ACCOUNT
    account_id: UUID

    @property
    def about(self) -> UUID:
        return self.account_id


class AccountInvited(_AboutAccount):
    template: Literal["account_invited"] = "account_invited"
    credential_number: int


class PasswordLink(_AboutAccount):
    template: Literal["password_link"] = "password_link"
    credential_number: int


class AccountDormant(_AboutAccount):
    template: Literal["account_dormant"] = "account_dormant"
    closes_on: date


class FactorTakenAway(_AboutAccount):
    """Why is not in it: the person reads that once they are in."""

    template: Literal["factor_taken_away"] = "factor_taken_away"


class IdentityLinked(_AboutAccount):
    template: Literal["identity_linked"] = "identity_linked"
    provider: str


class IdentityUnlinked(_AboutAccount):
    template: Literal["identity_unlinked"] = "identity_unlinked"
    provider: str


class ErasurePlanned(Subject):
    family: ClassVar[Family] = Family.ACCOUNT
    template: Literal["erasure_planned"] = "erasure_planned"
    person_id: UUID
    due_at: AwareDatetime
    is_own_wish: bool

    @property
    def about(self) -> UUID:
        return self.person_id


class EmailLink(_AboutAccount):
    """Goes to the address that is to be confirmed."""

    template: Literal["email_link"] = "email_link"
    reaches: ClassVar[Reach] = "new_email"
    credential_number: int
    email_number: int


class EmailNotice(_AboutAccount):
    """Goes to the address that may be left."""

    template: Literal["email_notice"] = "email_notice"
    reaches: ClassVar[Reach] = "former_email"


class _AboutWebinar(Subject):
    webinar_id: UUID
    title: Localised
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @property
    def about(self) -> UUID:
        return self.webinar_id


class WebinarPublished(_AboutWebinar):
    family: ClassVar[Family] = Family.WEBINARS
    template: Literal["webinar_published"] = "webinar_published"
    themes: tuple[str, ...]
    is_for_advisors: bool = False


class _AboutSeat(_AboutWebinar):
    family: ClassVar[Family] = Family.REGISTRATIONS
    registration_id: UUID
    calendar_sequence: int


class SeatTaken(_AboutSeat):
    template: Literal["seat_taken"] = "seat_taken"


class SeatFreed(_AboutSeat):
    template: Literal["seat_freed"] = "seat_freed"


class WebinarMoved(_AboutSeat):
    template: Literal["webinar_moved"] = "webinar_moved"


class WebinarCancelled(_AboutSeat):
    template: Literal["webinar_cancelled"] = "webinar_cancelled"


class VoteOpened(Subject):
    family: ClassVar[Family] = Family.COMMITTEES
    template: Literal["vote_opened"] = "vote_opened"
    vote_id: UUID
    dossier_number: str
    committee: CommitteeCode
    is_secret: bool
    closes_at: AwareDatetime

    @property
    def about(self) -> UUID:
        return self.vote_id


Matter = Annotated[
    AdvisorInvited
    | AccountInvited
    | PasswordLink
    | AccountDormant
    | FactorTakenAway
    | IdentityLinked
    | IdentityUnlinked
    | ErasurePlanned
    | EmailLink
    | EmailNotice
    | WebinarPublished
    | SeatTaken
    | SeatFreed
    | WebinarMoved
    | WebinarCancelled
    | VoteOpened,
    Field(discriminator="template"),
]


class Letter(BaseModel):
    """An e-mail ready to be sent; `calendar` is an iCalendar file and its method."""

    model_config = ConfigDict(frozen=True)

    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: Literal["REQUEST", "CANCEL"] = "REQUEST"
    unsubscribe_url: str | None = None


class Line(BaseModel):
    """An entry of the inbox in the reader's language."""

    model_config = ConfigDict(frozen=True)

    title: str
    text: str
    href: str
    label: str
