"""What was once told is read by everyone who reads its topic today."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import MagicMock

import pytest

from kit.messaging.envelope import UnknownType, UnreadableRecord
from kit.messaging.reading import Contracts
from kit.service import Hearing
from maillage.running.services import SERVICES
from schemas.base import Event
from schemas.events import BY_TYPE, EVENTS
from schemas.readers import readers_of

from .golden import FOLDER, Golden, digest_of, golden, missing, paths, sums

TYPES = [event.type for event in EVENTS]
RAW = {"hub.journal", "hub.dead_letters"}


class Provided(dict[type, object]):
    """Whatever a worker asks for: it is never called."""

    def __missing__(self, kind: type) -> object:
        return MagicMock(spec=kind)


@pytest.fixture(scope="module")
def contracts() -> dict[str, Contracts[Event]]:
    """Return what each group understands, as the workers' own tables say."""
    return {
        hearing.group.name: Contracts(hearing.contracts)
        for service in SERVICES
        for hearing in service.hears(Provided())
        if isinstance(hearing, Hearing)
    }


def read_by_all(
    record: Golden, contracts: dict[str, Contracts[Event]]
) -> Sequence[Any]:
    """Return the facts as every group reads them that takes them for what they are."""
    groups = [group.name for group in readers_of(record.topic)]
    readers = [contracts[name] for name in groups if name not in RAW]
    return [reader.read(record).fact for reader in readers]


def without(record: Golden, name: str) -> Golden:
    data = {one: value for one, value in record.data.items() if one != name}
    return replace(record, value=json.dumps(data).encode())


class TestGolden:
    def test_every_type_and_version_has_one_that_shows_all_its_fields(self) -> None:
        left = [event.type for event in missing()]

        assert left == [], "python -m tests.unit.maillage.contracts.golden adds them"

    def test_none_is_of_a_type_that_is_gone(self) -> None:
        kept = {path.name for path in FOLDER.iterdir() if path.is_dir()}

        assert kept <= set(TYPES)

    def test_none_was_changed_since_it_was_written(self) -> None:
        found = {
            str(path.relative_to(FOLDER)): digest_of(path)
            for type_ in TYPES
            for path in paths(type_)
        }

        assert found == sums()

    @pytest.mark.parametrize("type_", TYPES)
    def test_everyone_who_hears_it_still_reads_it(
        self, type_: str, contracts: dict[str, Contracts[Event]]
    ) -> None:
        for record in golden(type_):
            facts = read_by_all(record, contracts)

            assert facts
            for fact in facts:
                today = fact.model_dump(mode="json")
                known = {n: v for n, v in record.data.items() if n in today}
                assert type(fact) is BY_TYPE[type_]
                assert fact.key.encode() == record.key
                assert {n: today[n] for n in known} == known

    @pytest.mark.parametrize("type_", TYPES)
    def test_one_that_lacks_what_is_required_is_refused_by_all(
        self, type_: str, contracts: dict[str, Contracts[Event]]
    ) -> None:
        fields = BY_TYPE[type_].model_fields.items()
        required = [name for name, one in fields if one.is_required()]

        for record in golden(type_):
            for name in required:
                with pytest.raises(UnreadableRecord, match="bad_schema"):
                    read_by_all(without(record, name), contracts)
            odd = [*record.headers, ("ce_type", b"odd.v9")]
            with pytest.raises(UnknownType):
                read_by_all(replace(record, headers=odd), contracts)
