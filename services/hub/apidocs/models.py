"""An operation of the interface as its page shows it."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Parameter(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    place: str
    type: str
    meaning: str
    is_required: bool


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True)

    status: str
    meaning: str
    shape: str


class Operation(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    method: str
    path: str
    title: str
    meaning: str
    parameters: tuple[Parameter, ...]
    body: str
    body_fields: tuple[Parameter, ...]
    answers: tuple[Answer, ...]


class Shape(BaseModel):
    """A model that operations take or answer."""

    model_config = ConfigDict(frozen=True)

    name: str
    meaning: str
    fields: tuple[Parameter, ...]


class Reference(BaseModel):
    model_config = ConfigDict(frozen=True)

    groups: dict[str, tuple[Operation, ...]]
    refusals: tuple[Answer, ...]
    shapes: tuple[Shape, ...]


Node = dict[str, Any]
