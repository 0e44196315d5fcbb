"""The words of the charter."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from kit.texts import Language
from schemas.base import Localised


class Clause(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    title: Localised
    text: Localised


class Charter(BaseModel):
    """One version of the text; `hash` is the SHA-256 of its wording."""

    model_config = ConfigDict(frozen=True)

    version: int = Field(ge=1)
    effective_on: date
    title: Localised
    preamble: Localised
    clauses: tuple[Clause, ...]
    hash: str


class ClauseView(BaseModel):
    code: str
    title: str
    text: str


class CharterView(BaseModel):
    """The text in the reader's language; `hash` covers both languages."""

    version: int
    hash: str
    effective_on: date
    title: str
    preamble: str
    clauses: list[ClauseView]

    @classmethod
    def of(cls, charter: Charter, language: Language) -> "CharterView":
        return cls(
            version=charter.version,
            hash=charter.hash,
            effective_on=charter.effective_on,
            title=said(charter.title, language),
            preamble=said(charter.preamble, language),
            clauses=[
                ClauseView(
                    code=clause.code,
                    title=said(clause.title, language),
                    text=said(clause.text, language),
                )
                for clause in charter.clauses
            ],
        )


class CharterSignature(BaseModel):
    """What is signed: the version and the hash that were read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(ge=1, le=10_000)
    hash: str = Field(min_length=64, max_length=64)


def said(text: Localised, language: Language) -> str:
    return text.en if language == "en" and text.en else text.fr
