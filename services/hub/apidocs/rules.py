"""From an OpenAPI document to what its page shows."""

from collections.abc import Iterator, Mapping
from typing import Any

from .models import Answer, Node, Operation, Parameter, Reference, Shape

METHODS = ("get", "post", "put", "patch", "delete")
OTHER = "other"


def reference(openapi: Node) -> Reference:
    """Group the operations by their first tag, in the order of the document."""
    groups: dict[str, list[Operation]] = {}
    components = openapi.get("components", {})
    shapes = components.get("schemas", {})
    for path, item in openapi.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                told = item[method]
                tag = (told.get("tags") or [OTHER])[0]
                operation = _operation(method, path, told, shapes)
                groups.setdefault(tag, []).append(operation)
    return Reference(
        groups={tag: tuple(operations) for tag, operations in groups.items()},
        refusals=tuple(
            Answer(
                status=name.removeprefix("Refused"),
                meaning=told["description"],
                shape=type_of(_content(told)),
            )
            for name, told in sorted(components.get("responses", {}).items())
        ),
        shapes=tuple(
            Shape(
                name=name,
                meaning=schema.get("description", ""),
                fields=tuple(_fields(schema)),
            )
            for name, schema in sorted(shapes.items())
            if schema.get("properties")
        ),
    )


def type_of(schema: Node) -> str:
    """Write a type on one line: `uuid`, `list of ClientView`, `text or nothing`."""
    match schema:
        case {"$ref": str(place)}:
            return place.rpartition("/")[2]
        case {"anyOf": parts} | {"oneOf": parts}:
            return " | ".join(type_of(one) for one in parts)
        case {"allOf": parts}:
            return " & ".join(type_of(one) for one in parts)
        case {"enum": choices}:
            return " | ".join(str(one) for one in choices)
        case {"type": "array"}:
            return f"[{type_of(schema.get('items', {}))}]"
        case _:
            plain = (schema.get(name) for name in ("const", "format", "type"))
            return str(next((one for one in plain if one is not None), "any"))


def _operation(
    method: str, path: str, told: Node, shapes: Mapping[str, Node]
) -> Operation:
    body = _content(told.get("requestBody", {}))
    return Operation(
        id=told.get("operationId", f"{method} {path}"),
        method=method.upper(),
        path=path,
        title=told.get("summary", ""),
        meaning=told.get("description", ""),
        parameters=tuple(_parameter(one) for one in told.get("parameters", [])),
        body=type_of(body) if body else "",
        body_fields=tuple(_fields(shapes.get(type_of(body), {}) if body else {})),
        answers=tuple(
            Answer(
                status=status,
                meaning=answer.get("description", ""),
                shape=type_of(_content(answer)) if _content(answer) else "",
            )
            for status, answer in told.get("responses", {}).items()
            # What any operation may refuse is told once.
            if "$ref" not in answer
        ),
    )


def _parameter(told: Node) -> Parameter:
    schema = told.get("schema", {})
    return Parameter(
        name=told["name"],
        place=told["in"],
        type=type_of(schema),
        meaning=told.get("description") or schema.get("description", ""),
        is_required=bool(told.get("required")),
    )


def _fields(schema: Node) -> Iterator[Parameter]:
    required = schema.get("required", [])
    for name, part in schema.get("properties", {}).items():
        yield Parameter(
            name=name,
            place="body",
            type=type_of(part),
            meaning=part.get("description", ""),
            is_required=name in required,
        )


def _content(told: Node) -> dict[str, Any]:
    """Return the schema of the first kind of content that has one."""
    for content in told.get("content", {}).values():
        if content.get("schema"):
            return dict(content["schema"])
    return {}
