"""How many requests and connections one process bears, and how slow one may be."""

from pydantic import BaseModel, ConfigDict, Field


class HttpLimits(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    requests_at_once: int = Field(
        default=8, ge=1, le=10_000, description="That one process works on."
    )
    requests_waiting: int = Field(
        default=32, ge=0, le=10_000, description="For a place; the next get a 503."
    )
    wait_seconds: float = Field(
        default=0.05, ge=0, le=10, description="For a place, before the 503."
    )
    bodies_bytes_max: int = Field(
        default=128 * 2**20,
        ge=2**20,
        description="Of the bodies of all requests at work, together.",
    )
    connections_max: int = Field(
        default=2_000,
        ge=10,
        le=100_000,
        description="Of one process; one more cuts who has sent nothing for longest.",
    )
    pipelined_max: int = Field(
        default=8,
        ge=1,
        le=1_000,
        description="Asked for on one connection before an answer; one more cuts it.",
    )
    head_bytes_max: int = Field(
        default=2**16, ge=2**13, description="Of one request's head."
    )
    patience_seconds: float = Field(
        default=10.0,
        ge=0.1,
        le=600,
        description="For a request's head, for its body to flow, and to be read.",
    )
    bytes_per_second_min: int = Field(
        default=1_000, ge=1, description="At which a body must arrive on average."
    )
