"""SEC-05: each answer is remembered with its text and its date; twice is once."""

from datetime import UTC, datetime, timedelta

import pytest

from kit.ids import new_id
from services.registry.consents import rules
from services.registry.consents.errors import PurposeUnknown, WordingChanged
from services.registry.consents.models import DIRECTORY, WORDINGS, Consents

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
VERSION = WORDINGS[DIRECTORY][-1].version


def nobody_yet() -> Consents:
    return Consents(id=new_id())


def test_an_answer_keeps_its_text_and_its_date() -> None:
    after = rules.given(nobody_yet(), DIRECTORY, version=VERSION, at=NOON)

    assert after.given == (DIRECTORY,)
    assert [(one.version, one.is_given, one.at) for one in after.answers] == [
        (VERSION, True, NOON)
    ]


def test_what_is_taken_back_stays_in_the_history() -> None:
    given = rules.given(nobody_yet(), DIRECTORY, version=VERSION, at=NOON)

    after = rules.withdrawn(given, DIRECTORY, at=NOON + timedelta(days=1))

    assert after.given == ()
    assert [one.is_given for one in after.answers] == [True, False]


def test_the_same_answer_again_changes_nothing() -> None:
    given = rules.given(nobody_yet(), DIRECTORY, version=VERSION, at=NOON)

    assert rules.given(given, DIRECTORY, version=VERSION, at=NOON) == given
    never = nobody_yet()
    assert rules.withdrawn(never, DIRECTORY, at=NOON) == never


def test_another_text_than_today_s_is_refused() -> None:
    with pytest.raises(WordingChanged):
        rules.given(nobody_yet(), DIRECTORY, version=VERSION + 1, at=NOON)
    with pytest.raises(PurposeUnknown):
        rules.given(nobody_yet(), "marketing", version=1, at=NOON)


@pytest.mark.parametrize("purpose", WORDINGS)
def test_versions_follow_each_other(purpose: str) -> None:
    versions = [one.version for one in WORDINGS[purpose]]

    assert versions == list(range(1, len(versions) + 1))
