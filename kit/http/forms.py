"""A posted form becomes the model that a service takes, or what is to be corrected."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, TypeVar, get_origin

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request

from kit.pages import Form
from kit.texts import Texts

M = TypeVar("M", bound=BaseModel)

OURS = frozenset({"idempotency_key"})


class VersionForm(BaseModel):
    """A button: all that it sends is the version that was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(ge=1, le=2**31 - 1)


async def read_form(
    request: Request,
    model: type[M],
    texts: Texts,
    *,
    labels: Mapping[str, str] | None = None,
    ignored: Collection[str] = (),
) -> tuple[M | None, Form]:
    """Return the model when every field is right, and the form to show again.

    An empty field is an absent one; a name that comes several times is a list.
    """
    data = await request.form()
    values = _values(data, model, ignored=frozenset(ignored) | OURS)
    try:
        return model.model_validate(values), Form(values=values)
    except ValidationError as error:
        faults: list[Mapping[str, Any]] = [dict(one) for one in error.errors()]
        return None, Form.refused(values, faults, texts, labels=labels or {})


def posted(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """Depend on a form that shows nothing to correct: a button and hidden fields.

    It stands after the caller in a route, so that rights are looked at first.
    """

    async def read(request: Request) -> M:
        values = _values(await request.form(), model, ignored=OURS)
        try:
            return model.model_validate(values)
        except ValidationError as error:
            faults = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
            raise RequestValidationError(faults) from error

    return read


def _values(
    data: FormData, model: type[BaseModel], *, ignored: frozenset[str]
) -> dict[str, Any]:
    several = {
        name
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) in (list, tuple, set, frozenset)
    }
    values: dict[str, Any] = {}
    for name in data:
        if name in ignored:
            continue
        texts = [one.strip() for one in data.getlist(name) if isinstance(one, str)]
        filled = [one for one in texts if one]
        if name in several:
            values[name] = filled
        elif filled:
            values[name] = filled[-1]
    return values
