"""From a shared document's model to the `$jsonSchema` that MongoDB itself enforces.

MongoDB's dialect is draft 4 without `$ref`, `const` or `format`, and with `bsonType`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

KEPT = (
    "enum",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
)
BSON_TYPES = {
    "string": "string",
    "integer": ["int", "long"],
    "number": ["double", "int", "long"],
    "boolean": "bool",
    "null": "null",
    "object": "object",
}
FORMATS: dict[str, dict[str, Any]] = {
    "uuid": {"bsonType": "binData"},
    "date-time": {"bsonType": "date"},
    "date": {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
}

Schema = dict[str, Any]


def validator(model: type[BaseModel]) -> Schema:
    """Compile the whole document, with `_id` for `id` and the events it may carry."""
    schema = model.model_json_schema(mode="serialization")
    compiled = _object(schema, schema.get("$defs", {}))
    properties = compiled["properties"]
    properties["_id"] = properties.pop("id")
    properties["pending"] = {"bsonType": "array", "items": {"bsonType": "object"}}
    required = ["_id" if name == "id" else name for name in compiled["required"]]
    return {"$jsonSchema": compiled | {"required": sorted(required)}}


def _object(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Schema:
    properties = {
        name: _compiled(part, definitions)
        for name, part in schema.get("properties", {}).items()
    }
    compiled: Schema = {
        "bsonType": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    required = sorted(properties)
    return compiled | ({"required": required} if required else {})


def _compiled(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Schema:
    if "$ref" in schema:
        return _compiled(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        return {"anyOf": [_compiled(one, definitions) for one in schema["anyOf"]]}
    match schema.get("type"):
        case "object" if "properties" in schema:
            return _object(schema, definitions)
        case "array":
            return _array(schema, definitions)
        case _:
            return _plain(schema)


def _plain(schema: Mapping[str, Any]) -> Schema:
    if "const" in schema:
        return {"enum": [schema["const"]]}
    if schema.get("format") in FORMATS:
        return dict(FORMATS[schema["format"]])
    compiled = {name: schema[name] for name in KEPT if name in schema}
    bson_type = BSON_TYPES.get(schema.get("type", ""))
    return compiled if bson_type is None else {"bsonType": bson_type, **compiled}


def _array(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Schema:
    compiled = {name: schema[name] for name in KEPT if name in schema}
    items = schema.get("items")
    if items is not None:
        compiled["items"] = _compiled(items, definitions)
    return {"bsonType": "array", **compiled}
