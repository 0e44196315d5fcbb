"""REG-11: from bytes to rows, whatever the encoding, the separator or the sheet."""

import io
from collections.abc import Sequence
from datetime import date, datetime

import pytest
import xlsxwriter

from services.registry.imports.errors import MappingUnknown, MissingHeadings
from services.registry.imports.models import Column
from services.registry.imports.parsing import read_headings, read_table

from .builders import HEADINGS, LINE, STRUCTURE, as_csv, as_xlsx, with_cells

TEXT = as_csv(with_cells(commune="Nègrepelisse", code_postal="82800")).decode()


class TestEncoding:
    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            (TEXT.encode(), "utf-8"),
            (TEXT.encode("utf-8-sig"), "utf-8"),
            (TEXT.encode("utf-16"), "utf-16"),
            (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
            (TEXT.encode("windows-1252"), "windows-1252"),
        ],
        ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "windows-1252"],
    )
    def test_accents_survive(self, data: bytes, encoding: str) -> None:
        table = read_table(data)

        assert table.encoding == encoding
        assert table.rows[0].text(Column.TOWN) == "Nègrepelisse"

    def test_the_euro_and_the_typographic_quote_of_windows_are_read(self) -> None:
        data = TEXT.replace("1 rue du Port", "Quai de l’Œuvre, 5 €")

        table = read_table(data.encode("windows-1252"))

        assert table.rows[0].text(Column.ADDRESS) == "Quai de l’Œuvre, 5 €"


class TestSeparator:
    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_each_separator_is_found(self, separator: str) -> None:
        line = with_cells(themes="site-web|gestion;securite, e-marketing")

        table = read_table(as_csv(line, separator=separator))

        assert table.separator == separator
        assert table.rows[0].text(Column.THEMES) == line["themes"]

    def test_commas_inside_cells_do_not_mislead(self) -> None:
        lines = [with_cells(adresse="1, rue A, B, C, D, E, F, G") for _ in range(9)]

        assert read_table(as_csv(*lines)).separator == ";"

    def test_the_directive_of_a_spreadsheet_is_no_row(self) -> None:
        table = read_table(b"sep=,\r\n" + as_csv(LINE, separator=","))

        assert (table.separator, table.headings.line) == (",", 1)
        assert table.rows[0].number == 2


class TestRowNumbers:
    def test_a_line_break_in_a_cell_adds_no_row(self) -> None:
        broken = with_cells(adresse="12 rue du Pont\nBâtiment B; 2e étage")

        table = read_table(as_csv(broken, LINE))

        assert [row.number for row in table.rows] == [2, 3]

    def test_empty_rows_count_and_are_named(self) -> None:
        table = read_table(as_csv(LINE, {}, {"adresse": "  "}, LINE, {}, {}))

        assert [row.number for row in table.rows] == [2, 5]
        assert table.blank_lines == (3, 4)

    @pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
    def test_every_line_ending_is_read(self, ending: str) -> None:
        text = as_csv(LINE, LINE).decode().replace("\r\n", ending)

        assert [row.number for row in read_table(text.encode()).rows] == [2, 3]

    def test_the_last_line_may_lack_its_ending(self) -> None:
        assert len(read_table(as_csv(LINE, LINE).rstrip()).rows) == 2

    def test_short_and_long_rows_are_read(self) -> None:
        data = as_csv(LINE) + b"Cyber-base Albi;cyber-base\r\n" + b";" * 60 + b"x\r\n"

        rows = read_table(data).rows

        assert rows[1].text(Column.TOWN) == ""
        assert rows[2].raw[-1] == "x"

    def test_a_stray_quote_inside_a_cell_is_only_a_quote(self) -> None:
        data = as_csv(LINE).replace(b"1 rue du Port", b'1 rue "du Port"')

        assert read_table(data).rows[0].text(Column.ADDRESS) == '1 rue "du Port"'


class TestHeadings:
    def test_any_order_case_and_accent_will_do(self) -> None:
        names = [
            "VILLE", "Cp", "Type de structure", "Structure", "N° SIRET",
            "Point d’accueil", "Date d'entrée", "Quotité", "E-mail", "Prénom", "NOM",
            "Téléphone", "Téléphone structure", "Courriel structure", "Site internet",
            "Thèmes", "Profil", "Adresse",
        ]  # fmt: skip

        headings = read_headings((";".join(names) + "\r\nAlbi").encode())

        assert set(headings.columns.values()) == set(Column)
        assert headings.unknown == ()

    @pytest.mark.parametrize("written", ["code-postal", "CODE_POSTAL", "Code postal*"])
    def test_signs_are_ignored(self, written: str) -> None:
        data = as_csv(LINE).replace(b"code_postal", written.encode())

        assert read_table(data).rows[0].text(Column.POSTCODE) == "81000"

    def test_an_unknown_heading_is_named_and_its_cells_kept(self) -> None:
        line = with_cells(Observations="à rappeler")

        table = read_table(as_csv(line, headings=(*HEADINGS, "Observations")))

        assert table.headings.unknown == ("Observations",)
        assert table.kept_cells(table.rows[0]) == {"Observations": "à rappeler"}

    def test_a_second_heading_for_the_same_column_is_kept_apart(self) -> None:
        line = with_cells(Ville="Lille")

        table = read_table(as_csv(line, headings=(*HEADINGS, "Ville")))

        assert table.rows[0].text(Column.TOWN) == "Albi"
        assert table.headings.unknown == ("Ville",)

    def test_a_missing_required_heading_is_named(self) -> None:
        names = [name for name in HEADINGS if name not in {"commune", "profil"}]

        with pytest.raises(MissingHeadings) as refusal:
            read_table(as_csv(LINE, headings=names))

        assert refusal.value.facts["missing"] == ["commune", "profil"]

    def test_a_file_of_structures_alone_needs_no_advisor_heading(self) -> None:
        table = read_table(as_csv(STRUCTURE, headings=tuple(STRUCTURE)))

        assert len(table.rows) == 1

    def test_a_heading_may_be_mapped_by_hand(self) -> None:
        data = as_csv(LINE).replace(b"commune", b"Bourg")

        table = read_table(data, mapping={"Bourg": "commune"})

        assert table.rows[0].text(Column.TOWN) == "Albi"

    def test_by_hand_goes_before_what_a_heading_says(self) -> None:
        line = with_cells(Localisation="Gaillac")
        data = as_csv(line, headings=(*HEADINGS, "Localisation"))

        table = read_table(data, mapping={"Localisation": "commune"})

        assert table.rows[0].text(Column.TOWN) == "Gaillac"
        assert table.headings.unknown == ("commune",)

    def test_a_heading_may_be_left_out_by_hand(self) -> None:
        table = read_table(as_csv(LINE), mapping={"adresse": ""})

        assert table.headings.unknown == ("adresse",)

    @pytest.mark.parametrize(
        "mapping", [{"Bourg": "town"}, {"a": "commune", "b": "commune"}]
    )
    def test_an_impossible_mapping_is_refused(self, mapping: dict[str, str]) -> None:
        with pytest.raises(MappingUnknown):
            read_table(as_csv(LINE), mapping=mapping)

    def test_the_mapping_screen_reads_headings_that_are_not_all_there(self) -> None:
        headings = read_headings(b"Bourg;Nom\r\nAlbi;Martin\r\n")

        assert headings.unknown == ("Bourg",)
        assert list(headings.columns.values()) == [Column.LAST_NAME]


class TestWorkbook:
    def test_the_first_sheet_with_the_headings_near_its_top_is_read(self) -> None:
        row = [LINE.get(name, "") for name in HEADINGS]
        sheets: dict[str, list[Sequence[object]]] = {
            "Lisez-moi": [["Structure"], ["CP"]],
            "Données": [["Recensement"], [], [], [], HEADINGS, [], row],
            "Archive": [HEADINGS, row, row],
        }

        table = read_table(as_xlsx(sheets))

        assert (table.sheet, table.headings.line) == ("Données", 5)
        assert [row.number for row in table.rows] == [7]
        assert (table.encoding, table.separator) == (None, None)

    def test_identifiers_are_read_as_text_and_dates_as_dates(self) -> None:
        values: dict[str, object] = {
            **LINE,
            "siret": 92652888600027,
            "code_postal": 1000,
            "date_entree": date(2013, 7, 17),
            "quotite": 0.8,
            "point_accueil": True,
        }
        row = [values.get(name) for name in HEADINGS]

        (read,) = read_table(as_xlsx({"Feuil1": [HEADINGS, row]})).rows

        assert read.text(Column.SIRET) == "92652888600027"
        assert read.text(Column.POSTCODE) == "1000"
        assert read.text(Column.SINCE) == "2013-07-17"
        assert read.text(Column.SHARE) == "0.8"
        assert read.text(Column.RECEPTION_POINT) == "oui"

    def test_a_time_of_day_is_kept_with_its_date(self) -> None:
        values = {**LINE, "date_entree": datetime(2013, 7, 17, 8, 30)}  # noqa: DTZ001 - a spreadsheet knows no zone
        row = [values.get(name) for name in HEADINGS]

        (read,) = read_table(as_xlsx({"Feuil1": [HEADINGS, row]})).rows

        assert read.text(Column.SINCE) == "2013-07-17 08:30:00"

    def test_a_chart_before_the_sheet_is_passed_over(self) -> None:
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
            chart = book.add_chart({"type": "bar"})
            chart.add_series({"values": "=Lignes!$A$1:$A$2"})
            book.add_chartsheet("Graphique").set_chart(chart)
            sheet = book.add_worksheet("Lignes")
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, [LINE.get(name, "") for name in HEADINGS])

        table = read_table(target.getvalue())

        assert (table.sheet, len(table.rows)) == ("Lignes", 1)

    def test_a_formula_gives_the_value_it_was_saved_with(self) -> None:
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
            sheet = book.add_worksheet("Lignes")
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, [LINE.get(name, "") for name in HEADINGS])
            sheet.write_formula("D2", '=HYPERLINK("http://evil.example")', None, "ici")

        (row,) = read_table(target.getvalue()).rows

        assert row.text(Column.ADDRESS) == "ici"

    def test_headings_after_the_tenth_row_are_not_looked_for(self) -> None:
        rows = [*[["x"]] * 10, HEADINGS, [LINE.get(name) for name in HEADINGS]]

        with pytest.raises(MissingHeadings):
            read_table(as_xlsx({"Feuil1": rows}))


class TestSheets:
    def test_a_sheet_of_contacts_does_not_hide_the_census(self) -> None:
        data = as_xlsx(
            {
                "Contacts": [["Nom", "Prénom", "E-mail", "Téléphone", "Site internet"]],
                "Recensement": [
                    ["Structure", "Type de structure", "CP", "Ville"],
                    ["CCI Gers", "CCI", "32000", "Auch"],
                ],
            }
        )

        table = read_table(data)

        assert table.sheet == "Recensement"
        assert len(table.rows) == 1
