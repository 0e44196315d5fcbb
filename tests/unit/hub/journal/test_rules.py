"""Cursors, the merge of partitions, and the printing of messages."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.http.pagination import InvalidCursor
from schemas.events import EVENTS, TOPICS
from services.hub.journal.models import Entry
from services.hub.journal.rules.feed import (
    advanced,
    cursor,
    is_cut,
    merged,
    start,
    vector,
)
from services.hub.journal.rules.names import SHORT, full_type, short_type
from services.hub.journal.rules.printing import printed

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def entry(partition: int, offset: int, *, second: int = 0) -> Entry:
    return Entry(
        id=f"{TOPICS[0]}/{partition}/{offset}",
        topic=TOPICS[0],
        partition=partition,
        offset=offset,
        key="k",
        type="t",
        event_id="e",
        at=NOW + timedelta(seconds=second),
        headers=(),
        data="{}",
        is_event=True,
        recorded_at=NOW,
    )


class TestNames:
    def test_every_type_has_a_short_name_of_its_own(self) -> None:
        assert len(SHORT) == len(EVENTS)
        assert all(full_type(short_type(one.type)) == one.type for one in EVENTS)


class TestCursor:
    @given(
        st.dictionaries(
            st.sampled_from(TOPICS),
            st.dictionaries(st.integers(0, 11), st.integers(0, 2**40)),
        )
    )
    def test_what_is_written_is_read_again(
        self, come: dict[str, dict[int, int]]
    ) -> None:
        assert vector(cursor(come)) == come

    @given(st.text(max_size=80))
    def test_any_text_is_a_cursor_or_refused(self, text: str) -> None:
        try:
            vector(text)
        except InvalidCursor:
            return

    def test_a_cursor_of_every_topic_fits_an_address(self) -> None:
        come = {topic: dict.fromkeys(range(6), 2**40) for topic in TOPICS}

        assert len(cursor(come)) < 4_000


class TestWhatWasCutOff:
    def test_is_behind_a_reader_who_begins(self) -> None:
        begins = {(TOPICS[0], 1): 5}

        come = start(TOPICS[:2], begins=begins)

        assert come == {TOPICS[0]: {1: 4}, TOPICS[1]: {}}
        assert not is_cut(vector(cursor(come)), begins=begins)

    def test_is_missed_by_a_reader_who_had_not_come_as_far(self) -> None:
        come = start(TOPICS[:2], begins={})

        assert is_cut(come, begins={(TOPICS[1], 3): 1})
        assert is_cut({TOPICS[0]: {2: 7}}, begins={(TOPICS[0], 2): 9})
        assert not is_cut({TOPICS[0]: {2: 7}}, begins={(TOPICS[0], 2): 8})

    def test_is_nothing_to_a_reader_who_did_not_ask_for_its_topic(self) -> None:
        assert not is_cut({TOPICS[0]: {2: 7}}, begins={(TOPICS[1], 2): 9})


@st.composite
def partitions(draw: st.DrawFn) -> list[list[Entry]]:
    """Draw partitions with offsets that grow and clocks that do what they like."""
    return [
        [
            entry(place, offset, second=draw(st.integers(0, 5)))
            for offset in sorted(draw(st.sets(st.integers(0, 30), max_size=8)))
        ]
        for place in range(draw(st.integers(1, 4)))
    ]


class TestMerge:
    @given(partitions(), st.integers(1, 7), st.sets(st.integers(0, 30)))
    def test_pages_give_everything_once_and_each_partition_in_its_order(
        self, lines: list[list[Entry]], limit: int, left_out: set[int]
    ) -> None:
        wanted = [[e for e in line if e.offset not in left_out] for line in lines]
        ends = {
            (TOPICS[0], place): line[-1].offset
            for place, line in enumerate(lines)
            if line
        }
        come: dict[str, dict[int, int]] = {}
        seen: list[Entry] = []
        while True:
            fresh = [
                [
                    e
                    for e in line
                    if e.offset > come.get(TOPICS[0], {}).get(e.partition, -1)
                ][:limit]
                for line in wanted
            ]
            found = {
                (TOPICS[0], place): len(line) + (len(line) == limit)
                for place, line in enumerate(fresh)
            }
            given_now = merged(fresh, limit=limit)
            come = {
                topic: dict(offsets)
                for topic, offsets in advanced(
                    come, ends=ends, found=found, given=given_now
                ).items()
            }
            if not given_now:
                break
            seen += given_now

        for place, line in enumerate(wanted):
            assert [e for e in seen if e.partition == place] == line
        assert come.get(TOPICS[0], {}) == {
            place: end for (_, place), end in ends.items()
        }


class TestPrinting:
    def test_names_are_set_off_and_faults_are_marked(self) -> None:
        data = '{"id": "a", "seats": "fifty", "title": {"fr": "x"}}'

        shown = printed(data, [("seats",)])

        assert shown.split("\n") == [
            "{",
            "  <b>&#34;id&#34;</b>: &#34;a&#34;,",
            "<mark>  <b>&#34;seats&#34;</b>: &#34;fifty&#34;,</mark>",
            "  <b>&#34;title&#34;</b>: { <b>&#34;fr&#34;</b>: &#34;x&#34; }",
            "}",
        ]

    def test_what_is_written_in_a_message_is_never_markup(self) -> None:
        shown = printed('{"<script>": "<img>"}')

        assert "<script>" not in shown
        assert "<img>" not in shown

    @pytest.mark.parametrize("data", ["{ no json", "", "[" * 5_000, None])
    def test_what_is_no_json_stays_as_it_came(self, data: str | None) -> None:
        assert printed(data) == (data or "")
