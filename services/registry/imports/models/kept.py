"""A judged line as it is stored: what lists look for beside it, and the whole of it."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schemas.personal import Category, Kept, Personal, Purpose

from .columns import Column
from .lines import Line, Verdict

NAME: Final = Personal(Category.NAME, Purpose.CENSUS, Kept.CENSUS)
WORDS: Final = Personal(Category.WORDS, Purpose.CENSUS, Kept.CENSUS)
RECORD: Final = Personal(Category.RECORD, Purpose.CENSUS, Kept.CENSUS)


class KeptLine(BaseModel):
    """`who` and `where` are as written in the file; `unused` pairs heading and cell."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    batch_id: UUID
    round: int
    number: int
    verdict: Verdict
    errors: tuple[Column, ...] = ()
    warnings: tuple[Column, ...] = ()
    is_noted: bool = False
    who: Annotated[str, NAME] = ""
    where: str = ""
    unused: Annotated[tuple[tuple[str, str], ...], WORDS] = ()
    body: Annotated[str, RECORD]

    @property
    def line(self) -> Line:
        return Line.model_validate_json(self.body)


class LineFilter(BaseModel):
    """Which lines to list: of one verdict, doubted, or with a reason on one column."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict | None = None
    is_warned: bool | None = None
    column: Column | None = None


class FileEntry(BaseModel):
    """What GridFS notes of a file."""

    model_config = ConfigDict(frozen=True)

    filename: Annotated[str, WORDS]


class FilePart(BaseModel):
    """A piece of a file as GridFS stores it."""

    model_config = ConfigDict(frozen=True)

    data: Annotated[bytes, RECORD]
