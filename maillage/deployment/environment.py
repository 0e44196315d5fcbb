"""`.env.example`: every setting, what it means and what it is when nobody says."""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from kit.settings import FILE_SUFFIX, PREFIX, Settings

HEAD = f"""\
# Every setting, written by `maillage deployment`. NAME{FILE_SUFFIX} names a file that
# holds the value instead. What has no value here must be given.
"""


def environment_example() -> str:
    return "\n".join([HEAD, *_lines(Settings, PREFIX)]).rstrip() + "\n"


def _lines(part: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in part.model_fields.items():
        part_of = _part(field)
        if part_of is not None:
            lines = _lines(part_of, f"{prefix}{name.upper()}__")
            yield from lines if field.is_required() or field.default else _asleep(lines)
            continue
        if field.description:
            yield f"# {field.description}"
        yield f"{prefix}{name.upper()}={_value(field)}"
        yield ""


def _value(field: FieldInfo) -> str:
    default = field.default
    if default is None or default is PydanticUndefined:
        return ""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    return str(default)


def _part(field: FieldInfo) -> type[BaseModel] | None:
    """Find the group of settings that a field holds, even one that may be left out."""
    kinds = (field.annotation, *get_args(field.annotation))
    parts = (k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel))
    return next(parts, None)


def _asleep(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"# {line}" if line and not line.startswith("#") else line
