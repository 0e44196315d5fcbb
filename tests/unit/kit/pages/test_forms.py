"""A form that is shown again: what was typed, and what is to be corrected."""

import pytest
from pydantic import BaseModel, Field, ValidationError

from kit.pages import Form
from kit.texts import Catalogues


class Place(BaseModel):
    name: str = Field(max_length=3)
    seats: int


class TestRefused:
    def test_each_field_keeps_its_value_and_has_one_error(self) -> None:
        typed = {"name": "abcd", "seats": "many"}
        with pytest.raises(ValidationError) as refused:
            Place.model_validate(typed)

        form = Form.refused(
            typed,
            refused.value.errors(),
            Catalogues({}).texts("fr"),
            labels={"name": "Nom"},
        )

        assert form.value("seats") == "many"
        assert form.why("name") == "3 signes au plus."
        assert [(e.field, e.label) for e in form.errors] == [
            ("name", "Nom"),
            ("seats", "seats"),
        ]

    def test_the_place_of_a_field_in_a_body_is_its_name(self) -> None:
        error = {"type": "missing", "loc": ("body", "lines", 0, "name")}

        form = Form.refused({}, [error], Catalogues({}).texts("fr"), labels={})

        assert form.why("lines.0.name") == "Obligatoire."


class TestValues:
    def test_what_is_absent_is_empty(self) -> None:
        form = Form({"a": None, "days": ["mon", "tue"], "one": "x"})

        assert (form.value("a"), form.value("b"), form.value("b", 3)) == ("", "", 3)
        assert form.values_of("days") == ["mon", "tue"]
        assert form.values_of("one") == ["x"]
