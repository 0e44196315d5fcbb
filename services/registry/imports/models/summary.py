"""The figures of a whole file."""

from pydantic import BaseModel, ConfigDict


class Summary(BaseModel):
    """What applying the file would do; the keys are a promise to whoever reads JSON.

    Structures and advisors are counted once each, however many lines speak of them.
    `errors`, `warnings` and `proposals` go by line number, then by column.
    """

    model_config = ConfigDict(frozen=True)

    after: str | None = None
    lines: int = 0
    structures_created: int = 0
    structures_updated: int = 0
    reception_points: int = 0
    advisors_created: int = 0
    advisors_updated: int = 0
    advisors_unchanged: int = 0
    dedicated: int = 0
    generalist: int = 0
    lines_in_error: int = 0
    lines_duplicate: int = 0
    errors: dict[str, list[str]] = {}
    warnings: dict[str, list[str]] = {}
    proposals: dict[str, dict[str, str]] = {}
    duplicates: list[int] = []
    encoding: str | None = None
    sheet: str | None = None
    heading_line: int = 1
    unknown_headings: list[str] = []
