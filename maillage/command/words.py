"""The language of the terminal, and what the command says in it."""

import os
from functools import cache

from kit.platform import ROOT
from kit.texts import LANGUAGES, Catalogues, Language, Texts
from kit.texts.language import SOURCE

# The catalogues whose texts the terminal shows.
UNITS = (
    *("kit", "maillage", "services/hub/deadletters", "services/registry/imports"),
    *("services/registry/accounts", "services/registry/second_factor"),
)
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def terminal_language() -> Language:
    """Read the locale as gettext does; what it does not name is French."""
    told = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    tag = told.lower()[:2]
    return next((language for language in LANGUAGES if language == tag), SOURCE)


@cache
def terminal_texts() -> Texts:
    units = [ROOT / unit for unit in UNITS]
    return Catalogues.load(units).texts(terminal_language())


def _(text: str, /, **values: object) -> str:
    return terminal_texts().gettext(text, **values)
