"""REG-11: the census files of the contract give exactly what is expected of them."""

import json
from collections import Counter
from typing import Any

import pytest

from services.registry.imports.models import Importer, Summary, Verdict
from services.registry.imports.parsing import read_table
from services.registry.imports.rules import Register, apply, summarise

from .builders import CENSUS, CENTRE, NATION, analysed

EXPECTED: dict[str, dict[str, Any]] = json.loads((CENSUS / "expected.json").read_text())


def importer_of(name: str) -> Importer:
    return CENTRE if "occitanie" in name else NATION


def register_before(name: str) -> Register:
    before = EXPECTED[name].get("after")
    return register_after(before) if before else Register()


def register_after(name: str) -> Register:
    table = read_table((CENSUS / name).read_bytes())
    importer = importer_of(name)
    register = register_before(name)
    lines = analysed(table, register=register, importer=importer)
    return apply(register, lines, importer=importer)


def summary_of(name: str, register: Register) -> Summary:
    table = read_table((CENSUS / name).read_bytes())
    lines = analysed(table, register=register, importer=importer_of(name))
    return summarise(table, lines, after=EXPECTED[name].get("after"))


@pytest.mark.parametrize("name", EXPECTED)
class TestCensusFile:
    def test_it_gives_what_is_expected(self, name: str) -> None:
        summary = summary_of(name, register_before(name)).model_dump()

        assert {key: summary[key] for key in EXPECTED[name]} == EXPECTED[name]

    def test_the_summary_has_every_key_of_any_file_and_the_proposals(
        self, name: str
    ) -> None:
        summary = summary_of(name, register_before(name)).model_dump(mode="json")

        union = {key for expected in EXPECTED.values() for key in expected}
        assert set(summary) == union | {"proposals"}

    def test_a_second_upload_changes_nothing(self, name: str) -> None:
        table = read_table((CENSUS / name).read_bytes())
        register = register_after(name)

        lines = analysed(table, register=register, importer=importer_of(name))

        assert not any(line.is_applicable for line in lines)
        applied = apply(register, lines, importer=importer_of(name))
        assert applied == register


class TestOccitanie:
    NAME = "recensement-occitanie-brut.csv"

    def test_its_lines_have_the_verdicts_of_the_preview(self) -> None:
        lines = analysed(read_table((CENSUS / self.NAME).read_bytes()))

        verdicts = Counter(line.verdict for line in lines)
        assert verdicts == {
            Verdict.CREATE: 70,
            Verdict.UPDATE: 1,
            Verdict.DUPLICATE: 1,
            Verdict.ERROR: 16,
        }

    def test_its_empty_lines_are_named(self) -> None:
        assert read_table((CENSUS / self.NAME).read_bytes()).blank_lines == (7, 34)

    def test_each_refused_cell_has_the_proposal_of_the_preview(self) -> None:
        proposals = summary_of(self.NAME, Register()).proposals

        domain = "cyber-base-montpellier-victor-hugo-41.example"
        assert proposals == {
            "8": {"siret": ""},
            "11": {"date_entree": "25/12/2013"},
            "16": {"code_postal": "30800"},
            "37": {"conseiller_courriel": f"solene.robert@{domain}"},
            "40": {"date_entree": "28/02/2013"},
            "43": {"siret": "93141760400051"},
            "45": {"conseiller_nom": "Petit"},
            "46": {"commune": "Saint-Alban"},
            "49": {"structure_type": "cyber-base"},
            "74": {"commune": "Marambat"},
            "76": {"code_postal": "81000"},
            "81": {"structure_nom": "Cyber-base Cazilhac"},
            "82": {"quotite": "100"},
        }

    def test_a_proposal_taken_makes_the_line_right(self) -> None:
        table = read_table((CENSUS / self.NAME).read_bytes())
        lines = analysed(table)
        text = (CENSUS / self.NAME).read_bytes().decode("windows-1252")

        reason = next(one for line in lines if line.number == 43 for one in line.errors)
        assert reason.proposal is not None
        repaired = text.replace(reason.value, str(reason.proposal.value))
        again = analysed(read_table(repaired.encode()))

        assert [line.verdict for line in again if line.number == 43] == [Verdict.CREATE]


class TestNation:
    def test_every_region_gets_its_only_resource_centre_as_referent(self) -> None:
        register = register_after("recensement-national.csv")

        assert len(register.referents) == 24
        assert all(
            structure.holder_id == register.referents[structure.data.region]
            for structure in register.structures
        )
        holders = {one.id: one.holder_id for one in register.structures}
        for advisor in register.advisors:
            assert advisor.holder_id in {holders[key] for key in advisor.affiliations}
