"""The catalogue says what every field means, and shows an example that fits."""

import pytest

from kit.texts import Catalogues
from schemas.base import Event
from schemas.events import EVENTS
from services.hub.catalogue.rules import examples
from services.hub.catalogue.rules.fields import fields, type_in_words
from services.hub.catalogue.rules.schemas import key_field

TEXTS = Catalogues({}).texts("fr")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
class TestEveryType:
    def test_says_what_each_field_means(self, event: type[Event]) -> None:
        assert [one.name for one in fields(event) if one.meaning is None] == []

    def test_names_the_type_of_each_field(self, event: type[Event]) -> None:
        words = {one.name: type_in_words(one.schema_, TEXTS) for one in fields(event)}

        assert [
            name for name, said in words.items() if said in ("", "toute valeur")
        ] == []

    def test_has_a_key_among_its_fields(self, event: type[Event]) -> None:
        assert key_field(event) in event.model_fields
        assert [one.name for one in fields(event) if one.is_key] == [key_field(event)]

    def test_has_an_example_that_is_one(self, event: type[Event]) -> None:
        event.model_validate(examples.structured(event)["data"])

        assert examples.headers(event)["ce_type"] == event.type
