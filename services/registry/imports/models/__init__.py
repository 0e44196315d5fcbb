"""The words of the census: columns, rows, reasons, lines and their summary."""

from .columns import ADVISOR_COLUMNS, REQUIRED_OF_ADVISOR, REQUIRED_OF_STRUCTURE, Column
from .lines import (
    Action,
    AdvisorOutcome,
    AffiliationOutcome,
    Change,
    Line,
    Note,
    Ref,
    StructureOutcome,
    Verdict,
)
from .reasons import Code, Proposal, Reason, Source
from .records import (
    AdvisorData,
    Affiliation,
    Importer,
    KnownAdvisor,
    KnownStructure,
    StructureData,
)
from .summary import Summary
from .tables import Headings, Row, Table

__all__ = [
    "ADVISOR_COLUMNS",
    "REQUIRED_OF_ADVISOR",
    "REQUIRED_OF_STRUCTURE",
    "Action",
    "AdvisorData",
    "AdvisorOutcome",
    "Affiliation",
    "AffiliationOutcome",
    "Change",
    "Code",
    "Column",
    "Headings",
    "Importer",
    "KnownAdvisor",
    "KnownStructure",
    "Line",
    "Note",
    "Proposal",
    "Reason",
    "Ref",
    "Row",
    "Source",
    "StructureData",
    "StructureOutcome",
    "Summary",
    "Table",
    "Verdict",
]
