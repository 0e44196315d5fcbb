"""Builds census files and their judgement, for what a test does not care about."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

import xlsxwriter

from services.registry.imports.models import Column, Importer, Line, Table
from services.registry.imports.parsing import read_table
from services.registry.imports.rules import Register, analyse, apply
from services.registry.territories.parsing import load_gazetteer

CENSUS = Path(__file__).parents[3] / "data" / "census"
HEADINGS = tuple(column.value for column in Column)
CENTRE = Importer(centre_id=UUID(int=1), region="76")
OTHER_CENTRE = Importer(centre_id=UUID(int=2), region="76")
NATION = Importer()

STRUCTURE = {
    "structure_nom": "Cyber-base Albi",
    "structure_type": "cyber-base",
    "siret": "92652888600027",
    "adresse": "1 rue du Port",
    "code_postal": "81000",
    "commune": "Albi",
}
ADVISOR = {
    "conseiller_nom": "Martin",
    "conseiller_prenom": "Léa",
    "conseiller_courriel": "lea.martin@cyber-base-albi.example",
    "profil": "dédié",
}
LINE = {**STRUCTURE, **ADVISOR}

Cells = Mapping[str, str]


def with_cells(base: Cells = LINE, /, **changes: str) -> dict[str, str]:
    return {**base, **changes}


def as_csv(
    *lines: Cells, headings: Sequence[str] = HEADINGS, separator: str = ";"
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([line.get(name, "") for name in headings] for line in lines)
    return text.getvalue().encode()


def as_xlsx(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, value in enumerate(row):
                    if hasattr(value, "isoformat"):
                        sheet.write_datetime(number, position, value, day)
                    elif value is not None:
                        sheet.write(number, position, value)
    return target.getvalue()


def judged(
    *lines: Cells, register: Register | None = None, importer: Importer = CENTRE
) -> list[Line]:
    return analysed(read_table(as_csv(*lines)), register=register, importer=importer)


def analysed(
    table: Table, *, register: Register | None = None, importer: Importer = CENTRE
) -> list[Line]:
    return list(
        analyse(
            table,
            register=register or Register(),
            importer=importer,
            gazetteer=load_gazetteer(),
        )
    )


def registered(*lines: Cells, importer: Importer = CENTRE) -> Register:
    """The register once these lines have been imported into an empty one."""
    return apply(Register(), judged(*lines, importer=importer), importer=importer)


def errors_of(line: Line) -> dict[str, str]:
    return {reason.column.value: reason.code.value for reason in line.errors}


def warnings_of(line: Line) -> dict[str, str]:
    return {reason.column.value: reason.code.value for reason in line.warnings}


def proposal_for(line: Line, column: str) -> str | None:
    reasons = (*line.errors, *line.warnings)
    found = [one.proposal for one in reasons if one.column.value == column]
    return found[0].value if found and found[0] else None
