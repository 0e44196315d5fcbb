"""What the parts of a query may be: a form sends those that it leaves empty, too."""

from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


class _Filled:
    """Reads an empty part as one that was not said, and tells so in the interface."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_read, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        told = handler(core)
        return {"anyOf": [*told.get("anyOf", [told]), {"const": "", "type": "string"}]}


def _read(value: object) -> object:
    return value or None


Filled = _Filled()
