"""The catalogue as others read it: judged by AsyncAPI's own schema, and its payloads."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import (  # type: ignore[import-untyped] # no stubs
    Draft7Validator,
    Draft202012Validator,
)

from kit.platform import ROOT
from maillage.contracts.writing import ASYNCAPI, SCHEMAS

OFFICIAL = Path(__file__).parent / "asyncapi" / "3.0.0.schema.json"
FORMATS = Draft202012Validator.FORMAT_CHECKER
SEVERAL = 20


@pytest.fixture(scope="module")
def document() -> Any:
    return yaml.safe_load((ROOT / ASYNCAPI).read_text("utf-8"))


@pytest.fixture(scope="module")
def official() -> Any:
    return Draft7Validator(json.loads(OFFICIAL.read_text("utf-8")))


def payloads(document: Any) -> Iterator[tuple[str, Any, list[Any]]]:
    """Yield each message's name, the schema of its payload and its examples."""
    for name, message in document["components"]["messages"].items():
        place = ROOT / SCHEMAS / Path(message["payload"]["schema"]["$ref"]).name
        yield name, json.loads(place.read_text("utf-8")), message["examples"]


def without_version(document: Any) -> None:
    del document["info"]["version"]


def with_an_odd_action(document: Any) -> None:
    next(iter(document["operations"].values()))["action"] = "frobnicate"


def with_a_channel_that_is_a_text(document: Any) -> None:
    document["channels"]["tn.registry.structure"] = "structures"


def with_messages_in_a_list(document: Any) -> None:
    document["components"]["messages"] = []


def with_an_unknown_field(document: Any) -> None:
    document["info"]["colour"] = "blue"


class TestOfficialSchema:
    def test_accepts_the_document(self, document: Any, official: Any) -> None:
        faults = [fault.message for fault in official.iter_errors(document)]

        assert faults == []

    @pytest.mark.parametrize(
        "spoil",
        [
            without_version,
            with_an_odd_action,
            with_a_channel_that_is_a_text,
            with_messages_in_a_list,
            with_an_unknown_field,
        ],
    )
    def test_refuses_what_is_no_such_document(
        self, document: Any, official: Any, spoil: Callable[[Any], None]
    ) -> None:
        spoilt = copy.deepcopy(document)
        spoil(spoilt)

        assert not official.is_valid(spoilt)


class TestPayloads:
    def test_each_is_a_schema_and_each_example_fits_it(self, document: Any) -> None:
        checked = 0
        for _, schema, examples in payloads(document):
            Draft202012Validator.check_schema(schema)
            judge = Draft202012Validator(schema, format_checker=FORMATS)
            for example in (*examples, *schema["examples"]):
                judge.validate(example.get("payload", example))
                checked += 1

        assert checked == 2 * len(document["components"]["messages"]) > SEVERAL

    def test_each_example_carries_the_headers_that_are_promised(
        self, document: Any
    ) -> None:
        headers = document["components"]["schemas"]["CloudEventsHeaders"]
        judge = Draft202012Validator(headers)

        for name, schema, examples in payloads(document):
            for example in examples:
                judge.validate(example["headers"])
                assert example["headers"]["ce_type"] == schema["x-type"], name
