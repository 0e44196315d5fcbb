"""What one may write of a structure."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.registry.structures.models import NewStructure, StructureEdit


def a_form(**fields: Any) -> dict[str, Any]:
    said = {"name": "CMA Hérault", "kind": "cma", "postcode": "34000"}
    return said | {"town": "Montpellier"} | fields


def wrong(**fields: Any) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        NewStructure.model_validate(a_form(**fields))
    return {".".join(map(str, error["loc"])) for error in refused.value.errors()}


class TestNewStructure:
    def test_keeps_the_town_as_it_is_written_officially(self) -> None:
        new = NewStructure.model_validate(
            a_form(postcode="42000", town="st etienne cedex 2")
        )

        assert new.town == "Saint-Étienne"

    @pytest.mark.parametrize(
        ("postcode", "town", "typed", "kept"),
        [
            ("34000", "Montpellier", "04 67 00 00 01", "+33467000001"),
            ("97400", "Saint-Denis", "0262 20 00 01", "+262262200001"),
            ("97139", "Les Abymes", "0590.20.00.01", "+590590200001"),
            ("34000", "Montpellier", "+32 2 555 12 12", "+3225551212"),
        ],
    )
    def test_dials_a_telephone_from_its_own_territory(
        self, postcode: str, town: str, typed: str, kept: str
    ) -> None:
        new = NewStructure.model_validate(
            a_form(postcode=postcode, town=town, phone=typed)
        )

        assert new.phone == kept

    @pytest.mark.parametrize("siret", ["956 169 759 00027", "35600000049837"])
    def test_takes_a_siret_with_spaces_and_one_of_la_poste(self, siret: str) -> None:
        new = NewStructure.model_validate(a_form(siret=siret))

        assert new.siret == "".join(siret.split())

    def test_completes_a_bare_site_and_reads_a_french_decimal(self) -> None:
        new = NewStructure.model_validate(
            a_form(website="cma-herault.fr", latitude="43,61", longitude="3,87")
        )

        assert (new.website, new.latitude) == ("https://cma-herault.fr", 43.61)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "x"),
            ("name", "n" * 201),
            ("name", "CMA\x00Hérault"),
            ("kind", "garage"),
            ("siret", "95616975900028"),
            ("siret", "9,5617E+13"),
            ("siret", "00000000000000"),
            ("postcode", "99999"),
            ("town", "Toulouse"),
            ("phone", "12"),
            ("phone", "0" * 60),
            ("email", "contact at cma"),
            ("email", "a@b"),
            ("website", "javascript://cma.fr/%0aalert(1)"),
            ("website", "https://user@cma.fr"),
            ("website", "http://[::1"),
            ("latitude", "nord"),
            ("latitude", float("nan")),
            ("colour", "blue"),
            ("centre_id", "42"),
        ],
    )
    def test_refuses_what_cannot_be_right_naming_the_field(
        self, field: str, value: object
    ) -> None:
        position = {"longitude": 3.87} if field == "latitude" else {}

        faults = wrong(**{field: value}, **position)

        assert faults == {field}

    def test_names_towns_of_the_postcode_when_the_town_is_wrong(self) -> None:
        with pytest.raises(ValidationError) as refused:
            NewStructure.model_validate(a_form(postcode="31140", town="St-Albann"))

        [error] = refused.value.errors()
        assert error["ctx"]["names"].split(", ")[0] == "Saint-Alban"

    def test_wants_both_degrees_or_none(self) -> None:
        assert wrong(latitude=43.6) == {""}


class TestStructureEdit:
    def test_knows_what_was_said_from_what_was_not(self) -> None:
        edit = StructureEdit.model_validate({"phone": None, "name": "CMA 34"})

        assert edit.model_dump(exclude_unset=True) == {"phone": None, "name": "CMA 34"}

    def test_empties_what_may_be_empty(self) -> None:
        names = ("siret", "address", "phone", "email", "website", "latitude")
        said = dict.fromkeys(names)

        edit = StructureEdit.model_validate(said)

        assert edit.model_dump(exclude_unset=True) == said

    @pytest.mark.parametrize("part", [{"town": "Sète"}, {"postcode": "34200"}])
    def test_moves_with_postcode_and_town_together(self, part: dict[str, str]) -> None:
        with pytest.raises(ValidationError):
            StructureEdit.model_validate(part)

    @pytest.mark.parametrize("field", ["name", "kind", "is_reception_point", "town"])
    def test_never_empties_what_a_structure_must_have(self, field: str) -> None:
        with pytest.raises(ValidationError):
            StructureEdit.model_validate({field: None})
