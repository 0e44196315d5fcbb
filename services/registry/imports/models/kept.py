"""A judged line as it is stored: what lists look for beside it, and the whole of it."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from .columns import Column
from .lines import Line, Verdict


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
    who: str = ""
    where: str = ""
    unused: tuple[tuple[str, str], ...] = ()
    body: str

    @property
    def line(self) -> Line:
        return Line.model_validate_json(self.body)


class LineFilter(BaseModel):
    """Which lines to list: of one verdict, doubted, or with a reason on one column."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict | None = None
    is_warned: bool | None = None
    column: Column | None = None
