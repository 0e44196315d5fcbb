"""Changes that some reader or some record of another version does not survive."""

from typing import Any, Final

from .mutation import Change, Field, Shown

OTHER: Final = {
    "string": {"type": "integer"},
    "integer": {"type": "string"},
    "number": {"type": "string"},
    "boolean": {"type": "string"},
}
NULL: Final = {"type": "null"}
# Those that the judge of witnesses can tell from any other text.
SHOWN_FORMATS: Final = frozenset({"uuid", "date"})


def required_goes(field: Field) -> Shown | None:
    if not field.is_required:
        return None
    field.go()
    return field.without(), "new"


def required_comes(field: Field) -> Shown | None:
    if not field.is_required:
        return None
    name = f"{field.name}_again"
    field.schema["properties"][name] = field.part
    field.require(name)
    return field.example, "old"


def optional_becomes_required(field: Field) -> Shown | None:
    if field.is_required:
        return None
    field.require(field.name)
    return field.without(), "old"


def required_becomes_optional(field: Field) -> Shown | None:
    if not field.is_required:
        return None
    field.release()
    return field.without(), "new"


def type_changes(field: Field) -> Shown | None:
    other = OTHER.get(_type(field))
    if other is None or "enum" in field.part or field.value is None:
        return None
    field.become(dict(other))
    return field.example, "old"


def integer_becomes_number(field: Field) -> Shown | None:
    if _type(field) != "integer":
        return None
    field.become({"type": "number"})
    return field.told(**{field.name: 1.5}), "new"


def number_becomes_integer(field: Field) -> Shown | None:
    if _inner(field).get("type") != "number":
        return None
    _set_inner(field, {"type": "integer"})
    return field.told(**{field.name: 1.5}), "old"


def value_goes(field: Field) -> Shown | None:
    inner = _inner(field)
    if "enum" not in inner:
        return None
    gone = inner["enum"][-1]
    _set_inner(field, inner | {"enum": inner["enum"][:-1]})
    return field.told(**{field.name: gone}), "old"


def value_comes(field: Field) -> Shown | None:
    inner = _inner(field)
    if "enum" not in inner:
        return None
    _set_inner(field, inner | {"enum": [*inner["enum"], "brought_in"]})
    return field.told(**{field.name: "brought_in"}), "new"


def text_becomes_short(field: Field) -> Shown | None:
    return _limited(field, "string", {"maxLength": 1})


def text_becomes_long(field: Field) -> Shown | None:
    return _limited(field, "string", {"minLength": 500})


def text_gets_a_pattern(field: Field) -> Shown | None:
    return _limited(field, "string", {"pattern": "^[#]+$"})


def text_becomes_a_choice(field: Field) -> Shown | None:
    return _limited(field, "string", {"enum": ["this", "that"]})


def count_gets_a_maximum(field: Field) -> Shown | None:
    return _limited(field, "integer", {"maximum": -1})


def count_gets_a_minimum(field: Field) -> Shown | None:
    return _limited(field, "integer", {"minimum": 1_000_000})


def count_becomes_even(field: Field) -> Shown | None:
    shown = _limited(field, "integer", {"multipleOf": 2})
    return None if shown is None else (field.told(**{field.name: 3}), "old")


def null_goes(field: Field) -> Shown | None:
    if NULL not in field.part.get("anyOf", ()):
        return None
    field.become(_inner(field))
    return field.told(**{field.name: None}), "old"


def null_comes(field: Field) -> Shown | None:
    if "anyOf" in field.part:
        return None
    field.become({"anyOf": [field.part, NULL]})
    return field.told(**{field.name: None}), "new"


def items_change(field: Field) -> Shown | None:
    if _type(field) != "array" or not field.value:
        return None
    is_text = field.part["items"].get("type") == "string"
    field.become(field.part | {"items": {"type": "integer" if is_text else "string"}})
    return field.example, "old"


def list_gets_a_least(field: Field) -> Shown | None:
    return _limited(field, "array", {"minItems": 50})


def list_gets_a_most(field: Field) -> Shown | None:
    return _limited(field, "array", {"maxItems": 0}) if field.value else None


def list_becomes_a_set(field: Field) -> Shown | None:
    if not field.value or _limited(field, "array", {"uniqueItems": True}) is None:
        return None
    return field.told(**{field.name: [field.value[0], field.value[0]]}), "old"


def one_becomes_several(field: Field) -> Shown | None:
    if _type(field) == "array" or field.value is None:
        return None
    field.become({"type": "array", "items": field.part})
    return field.example, "old"


def several_become_one(field: Field) -> Shown | None:
    if _type(field) != "array":
        return None
    field.become(field.part["items"])
    return field.example, "old"


def format_goes(field: Field) -> Shown | None:
    inner = _inner(field)
    if "format" not in inner:
        return None
    _set_inner(field, {n: part for n, part in inner.items() if n != "format"})
    if inner["format"] not in SHOWN_FORMATS:
        return None, "new"
    return field.told(**{field.name: "neither a day nor an id"}), "new"


def format_changes(field: Field) -> Shown | None:
    inner = _inner(field)
    if inner.get("format") != "uuid" or field.value is None:
        return None
    _set_inner(field, inner | {"format": "date"})
    return field.example, "old"


def format_comes(field: Field) -> Shown | None:
    if "format" in _inner(field):
        return None
    shown = _limited(field, "string", {"format": "date"})
    return None if shown is None else (field.told(**{field.name: "x"}), "old")


def name_changes(field: Field) -> Shown | None:
    if not field.is_required:
        return None
    name, part, value = f"{field.name}_renamed", field.part, field.value
    field.go()
    field.schema["properties"][name] = part
    field.require(name)
    return field.without() | {name: value}, "new"


def moves_one_floor_down(field: Field) -> Shown | None:
    if not field.is_required:
        return None
    part, value = field.part, field.value
    field.go()
    inner = {"type": "object", "properties": {field.name: part}}
    field.schema["properties"]["details"] = inner | {"required": [field.name]}
    field.require("details")
    return field.without() | {"details": {field.name: value}}, "new"


def topic_changes(field: Field) -> Shown | None:
    return _once(field, "x-topic", f"{field.schema['x-topic']}s")


def key_changes(field: Field) -> Shown | None:
    return _once(field, "x-key", f"{field.schema['x-key']}_2")


BREAKING: Final[dict[str, Change]] = {
    name.replace("_", " "): change
    for name, change in list(globals().items())
    if callable(change) and getattr(change, "__module__", "") == __name__
}


def _once(field: Field, name: str, value: str) -> Shown | None:
    """Change what belongs to no field: once for a schema, and without a witness."""
    if field.name != next(iter(field.schema["properties"])):
        return None
    field.schema[name] = value
    return None, "old"


def _type(field: Field) -> str:
    return str(field.part.get("type", ""))


def _inner(field: Field) -> dict[str, Any]:
    """Return the part, or what it is when it is not null."""
    several = [one for one in field.part.get("anyOf", ()) if one != NULL]
    return several[0] if several else field.part


def _set_inner(field: Field, inner: dict[str, Any]) -> None:
    is_nullable = NULL in field.part.get("anyOf", ())
    field.become({"anyOf": [inner, NULL]} if is_nullable else inner)


def _limited(field: Field, type_: str, limit: dict[str, Any]) -> Shown | None:
    inner = _inner(field)
    if inner.get("type") != type_ or "enum" in inner or field.value is None:
        return None
    _set_inner(field, inner | limit)
    return field.example, "old"
