"""An advisor: a person's work for the network. Names and addresses are on the card."""

from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kit.aggregates import Aggregate
from schemas.personal import Category, Kept, Personal, Purpose
from schemas.reference import Profile

Status = Literal["listed", "invited", "enrolled", "active", "suspended", "left"]
ProfileCode = Literal["dedicated", "generalist", "private"]

STATUSES: Final[tuple[Status, ...]] = (
    "listed",
    "invited",
    "enrolled",
    "active",
    "suspended",
    "left",
)
NAME: Final = Personal(Category.NAME, Purpose.REGISTER, Kept.ADVISOR)
PHONE: Final = Personal(Category.PHONE, Purpose.REGISTER, Kept.ADVISOR)
WORDS: Final = Personal(Category.WORDS, Purpose.REGISTER, Kept.ADVISOR)
PROFILE_CODES: Final[dict[Profile, ProfileCode]] = {
    Profile.DEDICATED: "dedicated",
    Profile.GENERALIST: "generalist",
    Profile.PRIVATE: "private",
}


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Affiliation(Part):
    """A place in one structure; `quotity` is a percentage of full time."""

    structure_id: UUID
    starts_on: date | None = None
    ends_on: date | None = None
    quotity: float | None = Field(default=None, ge=0, le=100)
    phone: Annotated[str | None, PHONE] = Field(default=None, max_length=40)


class Signature(Part):
    """Which text of the charter was signed, and when."""

    version: int
    hash: str
    signed_at: AwareDatetime


class Certification(Part):
    """The last request for the label, and what the committee decided."""

    state: Literal["requested", "certified", "refused"]
    requested_at: AwareDatetime
    dossier_id: UUID
    dossier_number: str
    decision_id: UUID | None = None
    decision_number: str | None = None
    decided_on: date | None = None


class Halt(Part):
    """Why and when a manager suspended the advisor, or noted that they left."""

    reason: Annotated[str, WORDS] = Field(max_length=500)
    at: AwareDatetime
    by: UUID | None = None


class Origin(Part):
    """The line of the census that brought the advisor."""

    batch_id: UUID
    line: int


class Advisor(Aggregate):
    """`centre_id` holds the record; without one, the nation does.

    `words` and `sort_key` are the folded name: what a search finds, and the order of
    lists. `invitation` counts the invitations, so that only the last link works.
    """

    person_id: UUID
    centre_id: UUID | None = None
    affiliations: tuple[Affiliation, ...] = ()
    profile: ProfileCode = "generalist"
    themes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    status: Status = "listed"
    listed_at: AwareDatetime | None = None
    invitation: int = 0
    invited_at: AwareDatetime | None = None
    enrolled_at: AwareDatetime | None = None
    signature: Signature | None = None
    halt: Halt | None = None
    certification: Certification | None = None
    certified_from: date | None = None
    certified_until: date | None = None
    origin: Origin | None = None
    words: Annotated[tuple[str, ...], NAME] = ()
    sort_key: Annotated[str, NAME] = ""

    @property
    def structure_ids(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(one.structure_id for one in self.affiliations))
