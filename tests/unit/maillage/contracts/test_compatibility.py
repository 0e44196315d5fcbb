"""What breaks a promise, and what does not: a mutation for each."""

import copy
from typing import Any

import pytest

from maillage.contracts.compatibility import broken
from schemas.events import EVENTS
from schemas.events.webinars import WebinarPublished
from services.hub.catalogue.rules.schemas import schema_of

OLD = schema_of(WebinarPublished)


def mutated(**properties: Any) -> dict[str, Any]:
    """Return the schema with some fields replaced; None takes one out."""
    schema = copy.deepcopy(OLD)
    for name, part in properties.items():
        schema["properties"].pop(name, None)
        if part is None:
            schema["required"] = [one for one in schema["required"] if one != name]
        else:
            schema["properties"][name] = part
    return schema


def requiring(*names: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    changed = copy.deepcopy(schema or OLD)
    changed["required"] = [*changed["required"], *names]
    return changed


NULLABLE_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
LEVELS = OLD["properties"]["level"]["enum"]

BREAKING = {
    "a required field goes": mutated(level=None),
    "a required field comes": requiring(
        "captioned", schema=mutated(captioned={"type": "boolean"})
    ),
    "an optional field becomes required": requiring("seats_max"),
    "a required field becomes optional": {
        **OLD,
        "required": [one for one in OLD["required"] if one != "themes"],
    },
    "a type changes": mutated(level={"type": "integer"}),
    "a value goes": mutated(level={"enum": LEVELS[:-1], "type": "string"}),
    "a value comes": mutated(level={"enum": [*LEVELS, "expert"], "type": "string"}),
    "a text becomes a code": mutated(
        themes={"type": "array", "items": {"enum": ["gestion"]}}
    ),
    "a list of texts becomes one of numbers": mutated(
        regions={"type": "array", "items": {"type": "integer"}}
    ),
    "an id becomes any text": mutated(webinar_id={"type": "string"}),
    "a day becomes an instant": mutated(
        starts_at={
            "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
        }
    ),
    "a limit is set": mutated(
        seats_max={"anyOf": [{"type": "integer", "maximum": 100}, {"type": "null"}]}
    ),
    "a list becomes a set": mutated(
        themes=OLD["properties"]["themes"] | {"uniqueItems": True}
    ),
    "a rule comes that no checker knows": mutated(
        seats_max={"anyOf": [{"type": "integer", "multipleOf": 5}, {"type": "null"}]}
    ),
    "the topic changes": OLD | {"x-topic": "tn.webinars.other"},
    "the key changes": OLD | {"x-key": "dossier_id"},
    "a field may no longer be null": mutated(seats_max={"type": "integer"}),
    "a field may become null": mutated(
        level={"anyOf": [{"enum": LEVELS, "type": "string"}, {"type": "null"}]}
    ),
}
HARMLESS = {
    "nothing": OLD,
    "an optional field comes": mutated(captioned={"type": "boolean"}),
    "an optional nullable field comes": mutated(subtitle=NULLABLE_TEXT),
    "an optional field goes": mutated(seats_max=None),
    "words change": {**OLD, "description": "Other words.", "title": "Another"},
    "a field is described": mutated(
        level={**OLD["properties"]["level"], "description": "How hard it is."}
    ),
    "an example changes": {**OLD, "examples": []},
    "definitions are named otherwise": {
        **mutated(title={"anyOf": [{"$ref": "#/$defs/Text"}, {"type": "null"}]}),
        "$defs": {"Text": OLD["$defs"]["Localised"]},
    },
}


class TestBroken:
    @pytest.mark.parametrize("name", BREAKING)
    def test_refuses(self, name: str) -> None:
        assert broken(OLD, BREAKING[name])

    @pytest.mark.parametrize("name", HARMLESS)
    def test_lets_pass(self, name: str) -> None:
        assert broken(OLD, HARMLESS[name]) == []

    def test_a_field_that_went_may_not_come_back_as_something_else(self) -> None:
        without = mutated(seats_max=None)
        other = mutated(seats_max=NULLABLE_TEXT)

        assert broken(OLD, without) == []
        assert broken(without, other) == []
        assert broken(OLD, other)

    @pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
    def test_every_contract_agrees_with_itself_and_can_gain_a_field(
        self, event: Any
    ) -> None:
        schema = schema_of(event)
        gained = copy.deepcopy(schema)
        gained["properties"]["something_new"] = {"type": "integer"}

        assert broken(schema, schema) == []
        assert broken(schema, gained) == []
