"""The JSON Schema of an event and of a shared document, as they are published."""

from collections.abc import Mapping
from inspect import isclass
from typing import Any

from pydantic import BaseModel

from schemas.base import Event, Stored
from schemas.documents import governance

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schema_of(event: type[Event]) -> Schema:
    """Return what the data of this type must be; unknown fields are to be ignored."""
    said = event.says
    return {
        "$schema": DIALECT,
        "$id": schema_path(event.type),
        "title": said.title_en,
        "description": said.meaning_en,
        "x-fr": {"title": said.title_fr, "description": said.meaning_fr},
        "x-type": event.type,
        "x-topic": event.topic,
        "x-key": key_field(event),
        **_shape(event),
        "examples": [event.example],
    }


def schema_path(type_: str) -> str:
    return f"/schemas/{type_}.json"


def key_field(event: type[Event]) -> str:
    """Name the field whose value is the Kafka key."""
    key = event.model_validate(event.example).key
    found = [name for name, value in event.example.items() if str(value) == key]
    return found[0] if found else ""


def documents() -> Mapping[str, type[Stored]]:
    """Return the documents that services share, by their names in the catalogue."""
    found = {
        f"{governance.DATABASE}.{kind.COLLECTION}": kind
        for kind in vars(governance).values()
        if isclass(kind) and issubclass(kind, Stored) and hasattr(kind, "COLLECTION")
    }
    return dict(sorted(found.items()))


def document_schema(name: str, document: type[Stored]) -> Schema:
    return {
        "$schema": DIALECT,
        "$id": schema_path(name),
        "title": document.__name__,
        "description": (document.__doc__ or "").strip(),
        "x-collection": name,
        **_shape(document),
    }


def _shape(model: type[BaseModel]) -> Schema:
    schema = model.model_json_schema(mode="validation")
    own = {"title", "description"}
    clean: Schema = _without_titles(
        {name: part for name, part in schema.items() if name not in own}
    )
    return clean


def _without_titles(schema: Any) -> Any:
    """Drop the titles that only repeat the names of the fields."""
    if isinstance(schema, list):
        return [_without_titles(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {key: _without_titles(one) for key, one in part.items()}
        if name in ("properties", "$defs")
        else _without_titles(part)
        for name, part in schema.items()
        if not (name == "title" and isinstance(part, str))
    }
