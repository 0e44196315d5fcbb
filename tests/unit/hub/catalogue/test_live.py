"""What the catalogue shows of real events, and of the life of each type (HUB-01)."""

from datetime import date
from typing import Any, ClassVar

import pytest

from kit.ids import new_id
from schemas.base import Event
from schemas.events import EVENTS
from schemas.events.webinars import WebinarPublished
from schemas.history import HISTORY, Change
from services.hub.catalogue.rules import versions as history
from services.hub.catalogue.rules.masking import MASK, masked, masked_headers

PEOPLE = ("person_id", "advisor_id", "account_id", "opened_by", "elector_ids")


class TestMasking:
    @pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
    def test_no_id_of_a_person_is_shown_of_any_type(self, event: type[Event]) -> None:
        shown = masked(event.model_validate(event.example).model_dump(mode="json"))

        found = {
            name: told
            for name, told in shown.items()
            if name in PEOPLE or name.endswith("_by")
        }
        assert all(_is_hidden(told) for told in found.values()), found

    def test_an_id_under_a_name_that_nobody_thought_of_is_masked(self) -> None:
        told: dict[str, Any] = {
            "webinar_id": str(new_id()),
            "godparent": str(new_id()),
            "seats": [{"holder_id": str(new_id()), "taken": 3}],
            "contact": "a@b.example",
        }

        shown = masked(told)

        assert shown == {
            "webinar_id": told["webinar_id"],
            "godparent": MASK,
            "seats": [{"holder_id": MASK, "taken": 3}],
            "contact": MASK,
        }

    def test_headers_lose_the_actor_and_a_subject_that_is_a_person(self) -> None:
        person = str(new_id())
        headers = {"ce_id": "1", "ce_subject": person, "ce_actor": person}

        shown = masked_headers(
            headers, key="person_id", data=masked({"person_id": person})
        )

        assert shown == {"ce_id": "1", "ce_subject": MASK}


class TestVersions:
    @pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
    def test_every_type_says_since_when_it_is_promised(
        self, event: type[Event]
    ) -> None:
        lines = history.versions(event)

        assert lines[-1].is_first
        assert all(one.on is not None for one in lines)

    def test_a_field_gained_later_has_its_day(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = tuple(WebinarPublished.model_fields)[:-1]
        gained = tuple(WebinarPublished.model_fields)[-1:]
        changes = (Change(date(2026, 1, 15), first), Change(date(2026, 11, 3), gained))
        monkeypatch.setattr(history, "HISTORY", {WebinarPublished.type: changes})

        latest, oldest = history.versions(WebinarPublished)

        assert (latest.on, latest.gained) == (date(2026, 11, 3), gained)
        assert (oldest.on, oldest.is_first, oldest.gained) == (
            date(2026, 1, 15),
            True,
            (),
        )

    def test_another_version_says_what_it_gains_and_loses(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class PublishedAnew(Event):
            type: ClassVar[str] = WebinarPublished.type.replace(".v1", ".v2")
            webinar_id: str
            place: str

        monkeypatch.setattr(history, "EVENTS", (WebinarPublished, PublishedAnew))

        latest, oldest = history.versions(WebinarPublished)

        assert (latest.version, oldest.version) == ("v2", "v1")
        assert latest.gained == ("place",)
        assert "title" in latest.lost
        assert "webinar_id" not in latest.lost

    def test_the_table_holds_every_field_of_every_type(self) -> None:
        for event in EVENTS:
            held = {name for one in HISTORY[event.type] for name in one.fields}
            assert held >= set(event.model_fields)


def _is_hidden(told: Any) -> bool:
    if isinstance(told, list):
        return all(_is_hidden(one) for one in told)
    return told in (None, MASK)
