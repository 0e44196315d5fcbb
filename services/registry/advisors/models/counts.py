"""How many advisors are at work, and where."""

from pydantic import BaseModel, ConfigDict


class ActiveCounts(BaseModel):
    """Active advisors; one at work in two places counts in both."""

    model_config = ConfigDict(frozen=True)

    total: int
    by_department: dict[str, int]
    by_region: dict[str, int]
