"""Whether a schema keeps the promises of an older one, in both directions.

A contract may only gain optional fields. A reader of the new version must understand
old data (backward), and a reader of the old version new data (forward), where it passes
over fields it does not know. Two checkers must agree, since neither is complete.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import jsoncompat

with warnings.catch_warnings():
    # The library's own files warn when they are compiled.
    warnings.simplefilter("ignore")
    from jsonsubschema import isSubschema  # type: ignore[import-untyped] # it ships none

Schema = Any
Direction = Literal["backward", "forward"]
KEPT: Final = frozenset(
    {
        *("type", "properties", "required", "items", "prefixItems", "anyOf", "oneOf"),
        *("allOf", "enum", "minimum", "maximum", "exclusiveMinimum"),
        *("exclusiveMaximum", "minLength", "maxLength", "pattern", "minItems"),
        *("maxItems", "additionalProperties"),
    }
)
# What is for people, or is written out before two schemas are compared.
PASSED_OVER: Final = frozenset(
    {
        *("$schema", "$id", "$defs", "$ref", "$comment", "title", "description"),
        *("default", "examples", "deprecated", "readOnly", "writeOnly", "const"),
        *("x-fr", "x-type", "format"),
    }
)
# Where and in which order a fact is told: as much a promise as what it holds.
PLACES: Final = ("x-topic", "x-key")


def broken(old: Schema, new: Schema) -> list[str]:
    """Say what is broken; nothing when every reader and every record goes on."""
    before, after = plain(old), plain(new)
    faults = [*_moved(old, new), *_changed_formats(old, new), *_changed_rules(old, new)]
    if before == after:
        return faults
    if not _is_within(closed(before), after):
        faults.append("backward: a reader of the new version refuses old data")
    if not _is_within(closed(seen_through(before, after)), before):
        faults.append("forward: a reader of the old version refuses new data")
    return faults


def plain(schema: Schema) -> Schema:
    """Keep what constrains, with definitions in the places that name them."""
    return _plain(schema, schema.get("$defs", {}))


def closed(schema: Schema) -> Schema:
    """Allow no field but those that are named: what a producer really writes."""
    if not isinstance(schema, dict):
        return schema
    inner = {name: _each(part, closed) for name, part in schema.items()}
    if "properties" in schema:
        named = {name: closed(part) for name, part in schema["properties"].items()}
        inner |= {"properties": named, "additionalProperties": False}
    return inner


def seen_through(old: Schema, new: Schema) -> Schema:
    """Drop from the new what a reader of the old passes over."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    seen = dict(new)
    if "properties" in old and "properties" in new:
        known = {n: p for n, p in new["properties"].items() if n in old["properties"]}
        seen["properties"] = {
            name: seen_through(old["properties"][name], part)
            for name, part in known.items()
        }
        seen["required"] = [one for one in new.get("required", []) if one in known]
    if "items" in old and "items" in new:
        seen["items"] = seen_through(old["items"], new["items"])
    for several in ("anyOf", "oneOf"):
        if len(old.get(several, ())) == len(new.get(several, ())) > 0:
            pairs = zip(old[several], new[several], strict=True)
            seen[several] = [seen_through(one, other) for one, other in pairs]
    return seen


def _is_within(inner: Schema, outer: Schema) -> bool:
    """Tell whether all that fits `inner` fits `outer`, as both checkers see it."""
    first = jsoncompat.check_compat(
        json.dumps(inner), json.dumps(outer), "deserializer"
    )
    with warnings.catch_warnings():
        # It leans on parts of other libraries that are on their way out.
        warnings.simplefilter("ignore")
        second = isSubschema(inner, outer)
    return bool(first) and bool(second)


def _plain(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    if isinstance(schema, list):
        return [_plain(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return _plain(definitions[name], definitions)
    kept = {
        name: {key: _plain(one, definitions) for key, one in part.items()}
        if name == "properties"
        else _plain(part, definitions)
        for name, part in schema.items()
        if name in KEPT
    }
    return kept | ({"enum": [schema["const"]]} if "const" in schema else {})


def _each(part: Schema, do: Any) -> Schema:
    if isinstance(part, list):
        return [do(one) for one in part]
    return do(part) if isinstance(part, dict) else part


def _changed_formats(old: Schema, new: Schema) -> Iterator[str]:
    """Compare what neither checker looks at: the format of a text."""
    before, after = _formats(old), _formats(new)
    for place in sorted(before.keys() & after.keys()):
        if before[place] != after[place]:
            yield f"{place}: format {before[place]} became {after[place]}"


def _changed_rules(old: Schema, new: Schema) -> Iterator[str]:
    """Refuse any change of a rule that neither checker knows, whichever way it goes."""
    before, after = _unknown_rules(old), _unknown_rules(new)
    for place in sorted(before.keys() & after.keys()):
        if before[place] != after[place]:
            names = sorted(name for name, _ in before[place] ^ after[place])
            yield f"{place}: {names[0]} changed"


def _moved(old: Schema, new: Schema) -> Iterator[str]:
    for name in PLACES:
        if old.get(name) != new.get(name):
            yield f"{name}: {old.get(name)} became {new.get(name)}"


def _unknown_rules(schema: Schema) -> dict[str, set[tuple[str, str]]]:
    known = KEPT | PASSED_OVER | set(PLACES)
    rules: dict[str, set[tuple[str, str]]] = {}
    for place, node in _walked(schema):
        found = {(n, json.dumps(rule)) for n, rule in node.items() if n not in known}
        rules.setdefault(place, set()).update(found)
    return rules


def _formats(schema: Schema) -> dict[str, str]:
    return {
        place: node.get("format", "none")
        for place, node in _walked(schema)
        if "string" in (node.get("type"), *_several(node.get("type")))
    }


def _several(type_: Any) -> tuple[str, ...]:
    return tuple(type_) if isinstance(type_, list) else ()


def _walked(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield every part with its place; the choices of one place follow each other."""
    yield from _walk(schema, schema.get("$defs", {}), "")


def _walk(
    schema: Schema, definitions: Mapping[str, Schema], place: str
) -> Iterator[tuple[str, Schema]]:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        yield from _walk(definitions[name], definitions, place)
        return
    yield place, schema
    for name, part in schema.get("properties", {}).items():
        yield from _walk(part, definitions, f"{place}/{name}")
    if isinstance(schema.get("items"), dict):
        yield from _walk(schema["items"], definitions, f"{place}/*")
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _walk(part, definitions, place)
