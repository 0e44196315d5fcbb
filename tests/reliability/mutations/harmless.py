"""Changes that every reader and every record of another version survives."""

import json
from typing import Any, Final

from .mutation import Change, Field, Shown

NULL: Final = {"type": "null"}
KEPT: Final[Shown] = (None, "old")


def text_comes(field: Field) -> Shown | None:
    return _come(field, {"type": "string", "maxLength": 80})


def nullable_text_comes(field: Field) -> Shown | None:
    return _come(field, {"anyOf": [{"type": "string"}, NULL], "default": None})


def choice_comes(field: Field) -> Shown | None:
    return _come(field, {"type": "string", "enum": ["this", "that"], "default": "this"})


def list_comes(field: Field) -> Shown | None:
    items = {"type": "string", "format": "uuid"}
    return _come(field, {"type": "array", "items": items, "default": []})


def object_comes(field: Field) -> Shown | None:
    count = {"type": "integer", "minimum": 0}
    inner = {"type": "object", "properties": {"count": count}, "required": ["count"]}
    return _come(field, inner)


def copy_comes(field: Field) -> Shown | None:
    """Bring in an optional field like this one, whatever it is."""
    return _come(field, field.part)


def optional_goes(field: Field) -> Shown | None:
    if field.is_required:
        return None
    field.go()
    return KEPT


def field_is_described(field: Field) -> Shown | None:
    field.become(field.part | {"description": "What it is, in other words."})
    return KEPT


def field_gets_a_title(field: Field) -> Shown | None:
    field.become(field.part | {"title": "A name for people"})
    return KEPT


def field_gets_a_comment(field: Field) -> Shown | None:
    field.become(field.part | {"$comment": "For those who maintain it."})
    return KEPT


def field_gets_examples(field: Field) -> Shown | None:
    field.become(field.part | {"examples": [field.value]})
    return KEPT


def field_is_old_fashioned(field: Field) -> Shown | None:
    field.become(field.part | {"deprecated": True})
    return KEPT


def values_change_order(field: Field) -> Shown | None:
    if len(field.part.get("enum", ())) < 2:
        return None
    field.become(field.part | {"enum": field.part["enum"][::-1]})
    return KEPT


def null_comes_first(field: Field) -> Shown | None:
    several = field.part.get("anyOf")
    if several is None:
        return None
    field.become(field.part | {"anyOf": several[::-1]})
    return KEPT


def null_is_written_shorter(field: Field) -> Shown | None:
    several = field.part.get("anyOf", ())
    if NULL not in several or "$ref" in str(several):
        return None
    [inner] = [one for one in several if one != NULL]
    field.become(inner | {"type": [inner["type"], "null"]})
    return KEPT


def field_is_told_last(field: Field) -> Shown | None:
    part = field.schema["properties"].pop(field.name)
    field.schema["properties"][field.name] = part
    return KEPT


def required_is_told_last(field: Field) -> Shown | None:
    if not field.is_required:
        return None
    field.release()
    field.require(field.name)
    return KEPT


def part_gets_a_name(field: Field) -> Shown | None:
    part = field.part
    field.schema["$defs"] = field.schema.get("$defs", {}) | {"Named": part}
    field.become({"$ref": "#/$defs/Named"})
    return KEPT


def named_part_is_written_out(field: Field) -> Shown | None:
    named = field.schema.get("$defs", {})
    text = json.dumps(field.part)
    if "#/$defs/" not in text:
        return None
    for name, part in named.items():
        place = json.dumps({"$ref": f"#/$defs/{name}"})
        text = text.replace(place, json.dumps(part))
    field.become(json.loads(text))
    return KEPT


def named_part_gains_an_option(field: Field) -> Shown | None:
    named: dict[str, Any] = field.schema.get("$defs", {})
    if "$ref" not in json.dumps(field.part) or not named:
        return None
    for part in named.values():
        part["properties"]["brought_in"] = {"type": "boolean"}
    return KEPT


HARMLESS: Final[dict[str, Change]] = {
    name.replace("_", " "): change
    for name, change in list(globals().items())
    if callable(change) and getattr(change, "__module__", "") == __name__
}


def _come(field: Field, part: dict[str, Any]) -> Shown | None:
    """Bring in an optional field beside this one."""
    field.schema["properties"][f"{field.name}_beside"] = part
    return KEPT
