"""The check: files that drift, promises that break, in a project of its own."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # no stubs

from maillage.contracts import Refusal, check, files, write
from maillage.contracts.history import SINCE
from maillage.contracts.writing import ASYNCAPI, SCHEMAS, Files
from schemas.events import EVENTS
from schemas.events.webinars import WebinarPublished

PATH = SCHEMAS / f"{WebinarPublished.type}.json"


@pytest.fixture(scope="module")
def wanted() -> Files:
    return files(FastAPI())


@pytest.fixture
def project(tmp_path: Path, wanted: Files) -> Path:
    write(tmp_path, wanted)
    return tmp_path


def changed(wanted: Files, **properties: Any) -> Files:
    schema = json.loads(wanted[PATH])
    schema["properties"] |= properties
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return {**wanted, PATH: text}


def commit(project: Path, *, on: str) -> None:
    git = ["git", "-C", str(project), "-c", "user.name=x", "-c", "user.email=x@x"]
    dated = os.environ | {"GIT_COMMITTER_DATE": on, "GIT_AUTHOR_DATE": on}
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "promise"], check=True, env=dated)


class TestCheck:
    def test_finds_nothing_in_what_was_just_written(
        self, project: Path, wanted: Files
    ) -> None:
        assert check(project, wanted) == []
        assert write(project, wanted) == []

    def test_names_the_files_that_drift_are_missing_or_are_strangers(
        self, project: Path, wanted: Files
    ) -> None:
        (project / ASYNCAPI).write_text("asyncapi: 3.0.0\n")
        (project / PATH).unlink()
        (project / SCHEMAS / "gone.v1.json").write_text("{}")

        found = {(one.path, one.kind) for one in check(project, wanted)}

        assert found == {
            (ASYNCAPI, "drift"),
            (PATH, "missing"),
            (SCHEMAS / "gone.v1.json", "stranger"),
            (SCHEMAS / "gone.v1.json", "withdrawn"),
        }

    def test_a_gained_field_is_a_drift_and_no_broken_promise(
        self, project: Path, wanted: Files
    ) -> None:
        gained = changed(wanted, captioned={"type": "boolean"})

        assert check(project, gained) == [Refusal(PATH, "drift")]

    def test_a_changed_type_is_a_broken_promise(
        self, project: Path, wanted: Files
    ) -> None:
        other = changed(wanted, level={"type": "integer"})

        kinds = {one.kind for one in check(project, other) if one.path == PATH}

        assert kinds == {"drift", "broken"}

    def test_a_promise_written_over_is_still_found_in_the_history(
        self, project: Path, wanted: Files
    ) -> None:
        (project / SINCE).write_text("2020-01-01T00:00:00+00:00")
        commit(project, on="2020-06-01T00:00:00Z")
        other = changed(wanted, level={"type": "integer"})
        write(project, other)
        commit(project, on="2020-06-02T00:00:00Z")

        assert {one.kind for one in check(project, other)} == {"broken"}

    def test_each_published_version_is_held_against_every_earlier_one(
        self, project: Path, wanted: Files
    ) -> None:
        (project / SINCE).write_text("2020-01-01T00:00:00+00:00")
        with_text = changed(wanted, captioned={"type": "string"})
        write(project, with_text)
        commit(project, on="2020-06-01T00:00:00Z")
        with_number = changed(wanted, captioned={"type": "integer"})
        write(project, with_number)
        commit(project, on="2020-06-02T00:00:00Z")
        write(project, wanted)
        commit(project, on="2020-06-03T00:00:00Z")

        # Today's keeps the promises of both; the two broke those of each other.
        assert {one.kind for one in check(project, wanted)} == {"broken"}

    def test_what_was_in_force_when_promises_began_binds(
        self, project: Path, wanted: Files
    ) -> None:
        (project / SINCE).write_text("2020-01-01T00:00:00+00:00")
        commit(project, on="2019-06-01T00:00:00Z")
        other = changed(wanted, level={"type": "integer"})
        write(project, other)
        commit(project, on="2020-06-02T00:00:00Z")

        assert {one.kind for one in check(project, other)} == {"broken"}

    def test_what_was_replaced_before_promises_began_binds_nobody(
        self, project: Path, wanted: Files
    ) -> None:
        (project / SINCE).write_text("2020-01-01T00:00:00+00:00")
        commit(project, on="2019-06-01T00:00:00Z")
        other = changed(wanted, level={"type": "integer"})
        write(project, other)
        commit(project, on="2019-06-02T00:00:00Z")

        assert check(project, other) == []


class TestFiles:
    def test_every_schema_is_one_and_its_example_fits(self, wanted: Files) -> None:
        for event in EVENTS:
            schema = json.loads(wanted[SCHEMAS / f"{event.type}.json"])

            Draft202012Validator.check_schema(schema)
            for example in schema["examples"]:
                Draft202012Validator(schema).validate(example)

    def test_every_reference_of_asyncapi_leads_somewhere(self, wanted: Files) -> None:
        document = yaml.safe_load(wanted[ASYNCAPI])

        for place in references(document):
            if place.startswith("#/"):
                assert find(document, place.removeprefix("#/").split("/"))
            else:
                assert SCHEMAS / Path(place).name in wanted
        assert document["asyncapi"] == "3.0.0"
        assert len(document["components"]["messages"]) == len(EVENTS)


def references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [one for part in node for one in references(part)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return [*own, *(one for part in node.values() for one in references(part))]


def find(document: Any, path: list[str]) -> Any:
    for step in path:
        document = document[step]
    return document
