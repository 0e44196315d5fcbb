"""What one may consent to, in which words, and what one has answered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kit.aggregates import Aggregate
from schemas.reference import Label

DIRECTORY: Final = "directory"
Purpose = Literal["directory"]


class Wording(NamedTuple):
    """A text that is consented to; another text is another version."""

    version: int
    title: Label
    text: Label


# The last of each is the one that is asked today; an older one stays, as it was read.
WORDINGS: Mapping[str, tuple[Wording, ...]] = MappingProxyType(
    {
        DIRECTORY: (
            Wording(
                1,
                Label(
                    "Montrer mon nom au public",
                    "Show my name to the public",
                ),
                Label(
                    "Mes prénom et nom sont montrés à côté des points d’accueil où je "
                    "travaille, à qui cherche de l’aide près de chez soi. Ni mon "
                    "adresse ni mon téléphone ne le sont.",
                    "My first and last names are shown beside the reception points "
                    "where I work, to whoever looks for help nearby. Neither my "
                    "address nor my telephone is.",
                ),
            ),
        ),
    }
)


class Answer(BaseModel):
    """Given or withdrawn, to which version of the text, when."""

    model_config = ConfigDict(frozen=True)

    purpose: str
    version: int
    is_given: bool
    at: AwareDatetime


class Consents(Aggregate):
    """The id is the person's. `given` are the purposes that hold today."""

    answers: tuple[Answer, ...] = ()
    given: tuple[str, ...] = ()

    def last(self, purpose: str) -> Answer | None:
        mine = [one for one in self.answers if one.purpose == purpose]
        return mine[-1] if mine else None


class Given(BaseModel):
    """The version of the text that was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[int, Field(ge=1, le=10_000)]


class ConsentForm(Given):
    choice: Literal["give", "withdraw"]


class ConsentView(BaseModel):
    """A purpose, its text of today, and every answer so far."""

    purpose: str
    version: int
    title: str
    text: str
    is_given: bool
    answers: list[Answer]

    @classmethod
    def of(cls, consents: Consents, purpose: str, *, language: str) -> "ConsentView":
        wording = WORDINGS[purpose][-1]
        return cls(
            purpose=purpose,
            version=wording.version,
            title=wording.title.within(language),
            text=wording.text.within(language),
            is_given=purpose in consents.given,
            answers=[one for one in consents.answers if one.purpose == purpose],
        )
