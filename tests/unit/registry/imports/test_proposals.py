"""REG-11, UX-08: a refused cell comes with what could stand there instead."""

import pytest

from services.registry.imports.models import Column, Source
from services.registry.imports.rules import advice_of, expectation_of
from services.registry.imports.rules.expectations import (
    ADVICE,
    COLUMN_NAMES,
    EXPECTATIONS,
    SOURCES,
)

from .builders import LINE, judged, proposal_for, with_cells


class TestProposal:
    @pytest.mark.parametrize(
        ("cells", "column", "proposal"),
        [
            ({"commune": "Albie"}, "commune", "Albi"),
            ({"commune": ""}, "commune", "Albi"),
            ({"commune": "", "code_postal": "31000"}, "commune", "Toulouse"),
            ({"code_postal": ""}, "code_postal", "81000"),
            ({"code_postal": "F-81000"}, "code_postal", "81000"),
            (
                {"code_postal": "31999", "commune": "Toulouse"},
                "code_postal",
                "31000",
            ),
            (
                {"code_postal": "", "commune": "?", "adresse": "1 rue A, 81000 Albi"},
                "code_postal",
                None,
            ),
            ({"siret": "92652888600020"}, "siret", "92652888600027"),
            ({"siret": "926.528.886.00027"}, "siret", "92652888600027"),
            ({"siret": "05880596"}, "siret", ""),
            ({"structure_type": "cyber-bases"}, "structure_type", "cyber-base"),
            ({"structure_type": "CCI territoriale"}, "structure_type", "CCI"),
            ({"structure_type": ""}, "structure_type", "cyber-base"),
            (
                {"structure_nom": "", "structure_courriel": "a@cci-tarn.example"},
                "structure_nom",
                "CCI Tarn",
            ),
            (
                {"structure_nom": "", "conseiller_courriel": "a@gmail.com"},
                "structure_nom",
                None,
            ),
            ({"conseiller_nom": ""}, "conseiller_nom", "Martin"),
            ({"conseiller_prenom": ""}, "conseiller_prenom", "Lea"),
            (
                {
                    "conseiller_nom": "",
                    "conseiller_courriel": "martin.lea@albi.example",
                },
                "conseiller_nom",
                "Martin",
            ),
            (
                {"conseiller_courriel": "lea", "site_web": "www.albi.example"},
                "conseiller_courriel",
                "lea@albi.example",
            ),
            ({"conseiller_courriel": ""}, "conseiller_courriel", None),
            ({"profil": "generalist"}, "profil", "généraliste"),
            ({"profil": "expert"}, "profil", None),
            ({"themes": "sécurté"}, "themes", "securite"),
            (
                {"conseiller_telephone": "05 63 49 48 47 poste 12"},
                "conseiller_telephone",
                "05 63 49 48 47",
            ),
            (
                {"conseiller_telephone": "02 62 90 89 25"},
                "conseiller_telephone",
                "+262262908925",
            ),
        ],
    )
    def test_it_is_found_where_it_can_be(
        self, cells: dict[str, str], column: str, proposal: str | None
    ) -> None:
        (line,) = judged(with_cells(**cells))

        assert column in {one.column for one in (*line.errors, *line.warnings)}
        assert proposal_for(line, column) == proposal

    def test_another_line_of_the_same_structure_knows_the_siret(self) -> None:
        lines = judged(with_cells(siret="9,2653E+13"), LINE)

        assert proposal_for(lines[0], "siret") == LINE["siret"]

    def test_another_line_of_the_same_siret_knows_the_name(self) -> None:
        lines = judged(with_cells(structure_nom=""), LINE)

        assert proposal_for(lines[0], "structure_nom") == "Cyber-base Albi"

    def test_another_line_of_the_same_person_knows_the_e_mail(self) -> None:
        lines = judged(with_cells(conseiller_courriel=""), LINE)

        address = LINE["conseiller_courriel"]
        assert proposal_for(lines[0], "conseiller_courriel") == address


class TestSentence:
    def test_every_code_source_and_column_has_one(self) -> None:
        assert set(SOURCES) | set(ADVICE) == set(Source)
        assert set(COLUMN_NAMES) == set(Column)

    @pytest.mark.parametrize(
        "cells",
        [
            {"siret": "9265288860002"},
            {"siret": "9E+13"},
            {"commune": "Lille"},
            {"code_postal": ""},
            {"date_entree": "31/02/2013"},
            {"date_entree": "12/25/2013"},
            {"conseiller_nom": "x" * 300},
            {"conseiller_telephone": "poste 12"},
            {"conseiller_telephone": "563494847"},
            {"themes": "blockchain"},
            {"conseiller_courriel": ""},
        ],
    )
    def test_its_places_are_all_filled(self, cells: dict[str, str]) -> None:
        (line,) = judged(with_cells(**cells))

        for reason in (*line.errors, *line.warnings):
            sentence = expectation_of(reason)
            assert "{" not in sentence.text.format(**sentence.facts)
            advice = advice_of(reason)
            assert advice is None or "{" not in advice.text.format(**advice.facts)

    def test_it_speaks_as_the_preview_does(self) -> None:
        (line,) = judged(with_cells(siret="9265288860002"))

        sentence = expectation_of(line.errors[0])

        told = sentence.text.format(**sentence.facts)
        assert told == "14 chiffres. Celui-ci en a 13."

    def test_no_code_is_without_its_sentence(self) -> None:
        codes = {code.value for code in EXPECTATIONS}

        assert codes == {code.value for code in type(next(iter(EXPECTATIONS)))}
