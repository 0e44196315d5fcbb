"""A record's envelope: what is read of its headers, and what makes it unreadable."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest

from kit.ids import new_id
from kit.messaging.envelope import (
    FROM_JOURNAL,
    REPLAYED,
    UnreadableRecord,
    all_outgoing,
    outgoing,
)
from kit.messaging.reading import Contracts
from kit.outbox import pending
from schemas.events.registry import PartnerJoined

AT = datetime(2026, 11, 23, 6, 30, 0, 123_000, tzinfo=UTC)
FACT = PartnerJoined(
    organisation_id=UUID("01936a2b-11d0-7c55-8a3f-2f6a9d0e7b30"),
    name="Compagnie",
    is_member=True,
    paid_until=None,
)

Headers = Sequence[tuple[str, bytes | None]]


@dataclass
class Read:
    """A record as Kafka hands it over."""

    headers: Headers
    topic: str = PartnerJoined.topic
    partition: int = 0
    offset: int = 7
    key: bytes | None = b"key"
    value: bytes | None = field(default_factory=lambda: FACT.model_dump_json().encode())


def told(*more: tuple[str, bytes | None], without: str = "") -> Read:
    entry = pending([FACT], after=2, at=AT, source="registry")[0]
    headers = outgoing(entry, prefix="", site="https://a.example").headers
    return Read([*[one for one in headers if one[0] != without], *more])


def reason(record: Read) -> tuple[str, str]:
    with pytest.raises(UnreadableRecord) as caught:
        Contracts([PartnerJoined]).read(record)
    return caught.value.reason, caught.value.detail


class TestReadingAnEnvelope:
    def test_gives_back_what_was_told(self) -> None:
        centre = new_id()
        record = told(
            ("ce_centre", str(centre).encode()),
            ("ce_actor", b"person:1"),
            (REPLAYED, FROM_JOURNAL),
        )

        read = Contracts([PartnerJoined]).read(record)

        assert (read.fact, read.sequence, read.at) == (FACT, 3, AT)
        assert (read.source, read.actor) == ("registry", "person:1")
        assert read.correlation_id == str(read.id)
        assert read.tenant_id == centre
        assert (read.is_replayed, read.is_from_journal) == (True, True)

    def test_takes_the_id_for_a_correlation_that_is_missing(self) -> None:
        read = Contracts([PartnerJoined]).read(told(without="ce_correlationid"))

        assert read.correlation_id == str(read.id)

    def test_passes_over_headers_without_a_value(self) -> None:
        read = Contracts([PartnerJoined]).read(told(("of-others", None)))

        assert read.fact == FACT

    @pytest.mark.parametrize(
        "name", ["ce_type", "ce_id", "ce_sequence", "ce_time", "ce_source"]
    )
    def test_names_the_header_that_is_missing(self, name: str) -> None:
        assert reason(told(without=name)) == ("header_missing", name)

    @pytest.mark.parametrize(
        "header",
        [
            ("ce_id", b"not an id"),
            ("ce_sequence", b"three"),
            ("ce_time", b"yesterday"),
            ("ce_centre", b"here"),
        ],
    )
    def test_refuses_a_malformed_header(self, header: tuple[str, bytes]) -> None:
        assert reason(told(header)) == ("header_malformed", "")

    @pytest.mark.parametrize("name", ["ce_actor", "of-others"])
    def test_refuses_any_header_that_is_not_utf8(self, name: str) -> None:
        assert reason(told((name, b"\xff\xfe"))) == ("header_not_utf8", "")

    def test_refuses_halves_that_would_be_whole_together(self) -> None:
        assert reason(told(("a", b"\xc3"), ("b", b"\xa9"))) == ("header_not_utf8", "")

    def test_names_a_type_that_nobody_knows(self) -> None:
        record = told(("ce_type", b"of.others.v1"))

        assert reason(record) == ("unknown_type", "of.others.v1")


class TestWritingEnvelopes:
    def test_sets_apart_what_can_never_be_a_record(self) -> None:
        good = pending([FACT], after=0, at=AT, source="registry")[0]

        records, broken = all_outgoing(
            [good, {"id": new_id()}, good | {"at": None}, good], prefix="n.", site=""
        )

        assert list(records) == [0, 3]
        assert broken == [1, 2]
        assert records[0].topic == f"n.{PartnerJoined.topic}"

    def test_tells_the_attributes_of_cloudevents(self) -> None:
        headers = dict(told().headers)

        assert headers["ce_specversion"] == b"1.0"
        assert headers["ce_source"] == b"/registry"
        assert headers["ce_time"] == b"2026-11-23T06:30:00.123Z"
        assert headers["ce_sequence"] == b"3"
        schema = f"https://a.example/schemas/{PartnerJoined.type}.json"
        assert headers["ce_dataschema"] == schema.encode()
