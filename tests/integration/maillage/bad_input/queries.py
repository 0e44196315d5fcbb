"""Every way in which one part of a query can be wrong."""

from collections.abc import Iterator
from typing import Any

from .operations import Operation, resolved


def wrong_queries(operation: Operation) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the name at fault with the query; what is required stands beside it."""
    told = [one for one in operation.parameters if one["in"] == "query"]
    needed = {one["name"]: "Montpellier" for one in told if one.get("required")}
    for one in told:
        name = one["name"]
        if one.get("required"):
            yield name, {}
        for value in _wrong(resolved(one["schema"])):
            yield name, needed | {name: value}


def _wrong(schema: Any) -> Iterator[str]:
    if "enum" in schema:
        yield from ("nowhere", "x" * 5_000, "\0")
        return
    match schema["type"]:
        case "integer":
            yield from ("0", "-1", "x", "1.5", "9" * 30, "9" * 5_000, "1e3", "\0")
        case "boolean":
            yield from ("maybe", "2", "\0")
        case "array":
            yield "x" * 5_000
        case _ if schema.get("format") == "uuid":
            yield from ("x", "\0", '{"$ne":null}')
        case _ if schema.get("format") == "date-time":
            yield from ("x", "\0", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00")
        case _ if "maxLength" in schema:
            yield "é" * (int(schema["maxLength"]) + 1)
        case _:
            raise AssertionError("a text without a bound")
