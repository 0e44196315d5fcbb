"""The judgement of a census: pure decisions, from rows to verdicts."""

from .analysis import analyse, summarise
from .applying import apply, designate
from .cursors import batch_place, effect_place, line_place
from .expectations import (
    ADVICE,
    COLUMN_NAMES,
    EXPECTATIONS,
    SOURCES,
    Sentence,
    advice_of,
    expectation_of,
)
from .explaining import (
    explain,
    explain_effect,
    explain_line,
    explain_shortly,
    explain_why,
)
from .forgetting import holds, is_about, line_without, rows_about, without
from .gathering import Wishes, gather
from .journal import effect_of_advisor, effect_of_centre, effect_of_structure
from .planning import plan
from .plans import (
    AdvisorWrite,
    Applying,
    CentreWrite,
    Now,
    Plan,
    StructureWrite,
    own_advisor,
    own_centre,
    own_person,
    own_structure,
)
from .refused import refused_rows
from .register import NATION, Keys, Register, keys_of, structure_key
from .registering import digest_of, known_advisor, known_structure
from .tallying import figures_of, kept_line
from .undoing import Ties, differing, put_back, why_kept

__all__ = [
    "ADVICE",
    "COLUMN_NAMES",
    "EXPECTATIONS",
    "NATION",
    "SOURCES",
    "AdvisorWrite",
    "Applying",
    "CentreWrite",
    "Keys",
    "Now",
    "Plan",
    "Register",
    "Sentence",
    "StructureWrite",
    "Ties",
    "Wishes",
    "advice_of",
    "analyse",
    "apply",
    "batch_place",
    "designate",
    "differing",
    "digest_of",
    "effect_of_advisor",
    "effect_of_centre",
    "effect_of_structure",
    "effect_place",
    "expectation_of",
    "explain",
    "explain_effect",
    "explain_line",
    "explain_shortly",
    "explain_why",
    "figures_of",
    "gather",
    "holds",
    "is_about",
    "kept_line",
    "keys_of",
    "known_advisor",
    "known_structure",
    "line_place",
    "line_without",
    "own_advisor",
    "own_centre",
    "own_person",
    "own_structure",
    "plan",
    "put_back",
    "refused_rows",
    "rows_about",
    "structure_key",
    "summarise",
    "why_kept",
    "without",
]
