"""`.env.example`: every setting, what it means and what it is when nobody says."""

from collections.abc import Iterator

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
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _lines(kind, f"{prefix}{name.upper()}__")
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
