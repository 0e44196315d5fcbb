"""What a partner proposes, as a machine sends it and as the form does."""

from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from kit.texts import N_
from kit.texts.validation import expected
from schemas.reference import REGIONS, THEMES

from .clock import Instant, ParisInstant
from .webinar import Audience, Level
from .words import Line, Prose, SpeakerName


def _known_theme(code: str) -> str:
    if code not in THEMES:
        raise expected(N_("Un thème de la liste."))
    return code


def _known_region(code: str) -> str:
    if code not in REGIONS:
        raise expected(N_("Une région de la liste, par son code."))
    return code


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


ThemeCode = Annotated[str, Field(max_length=40), AfterValidator(_known_theme)]
RegionCode = Annotated[str, Field(max_length=3), AfterValidator(_known_region)]
Themes = Annotated[
    tuple[ThemeCode, ...], Field(min_length=1, max_length=3), AfterValidator(_each_once)
]
Regions = Annotated[
    tuple[RegionCode, ...], Field(max_length=26), AfterValidator(_each_once)
]
Speakers = Annotated[
    tuple[SpeakerName, ...],
    Field(min_length=1, max_length=6),
    AfterValidator(_each_once),
]
_NAMES: TypeAdapter[tuple[str, ...]] = TypeAdapter(Speakers)


def _one_a_line(value: object) -> object:
    """Read the names of a form's field, and refuse them as one field."""
    if not isinstance(value, str):
        return value
    lines = tuple(line.strip() for line in value.splitlines() if line.strip())
    try:
        return _NAMES.validate_python(lines)
    except ValidationError as error:
        raise expected(
            N_("D’un à six noms, un par ligne, de 2 à 100 signes chacun.")
        ) from error


SpeakerLines = Annotated[Speakers | None, BeforeValidator(_one_a_line)]
Duration = Annotated[int, Field(ge=15, le=240, multiple_of=5)]
Seats = Annotated[int, Field(ge=1, le=1_000)]


class _Proposed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title_fr: Line
    title_en: Line | None = None
    abstract_fr: Prose
    abstract_en: Prose | None = None
    objectives: Prose
    material: Prose | None = None
    audience: Audience
    level: Level
    themes: Themes
    regions: Regions = ()
    duration_minutes: Duration = 60
    seats_max: Seats = 50
    commercial_interest: Prose


class Proposal(_Proposed):
    speakers: Speakers
    wished_slots: Annotated[tuple[Instant, ...], Field(max_length=3)] = ()


class ProposalForm(_Proposed):
    """Speakers come one a line, wished slots as a clock in Paris shows them."""

    speakers: SpeakerLines
    wish_1: ParisInstant | None = None
    wish_2: ParisInstant | None = None
    wish_3: ParisInstant | None = None

    def proposal(self) -> Proposal:
        wishes = (self.wish_1, self.wish_2, self.wish_3)
        return Proposal(
            **self.model_dump(exclude={"speakers", "wish_1", "wish_2", "wish_3"}),
            speakers=self.speakers or (),
            wished_slots=tuple(wish for wish in wishes if wish is not None),
        )
