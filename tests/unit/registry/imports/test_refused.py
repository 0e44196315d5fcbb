"""REG-11: the refused lines are taken home, repaired, and sent again."""

from services.registry.imports.models import Reason, Verdict
from services.registry.imports.parsing import read_table
from services.registry.imports.rules import refused_rows

from .builders import HEADINGS, LINE, analysed, as_csv, with_cells


def code_of(reason: Reason) -> str:
    return f"{reason.column.value}: {reason.code.value}"


class TestRefusedRows:
    def test_only_refused_lines_come_with_their_reasons_in_a_last_column(self) -> None:
        table = read_table(as_csv(LINE, with_cells(quotite="120", siret="1")))

        heading, *rows = refused_rows(
            table, analysed(table), reasons_heading="Motifs", explain=code_of
        )

        assert heading == (*HEADINGS, "Motifs")
        assert len(rows) == 1
        assert rows[0][-1] == "siret: siret_length quotite: share_range"

    def test_a_formula_goes_home_as_text_and_comes_back_as_it_was(self) -> None:
        wrong = with_cells(structure_nom="=1+1", quotite="120")
        table = read_table(as_csv(wrong))
        heading, row = refused_rows(
            table, analysed(table), reasons_heading="Motifs", explain=code_of
        )
        assert row[0] == "'=1+1"

        repaired = {**dict(zip(heading, row, strict=True)), "quotite": "100"}
        (line,) = analysed(read_table(as_csv(repaired, headings=heading)))

        assert line.verdict is Verdict.CREATE
        assert line.structure is not None
        assert line.structure.data.name == "=1+1"
