"""What people call a code, in both languages."""

from typing import NamedTuple


class Label(NamedTuple):
    """A code's names; `synonyms` are other French spellings met in files."""

    fr: str
    en: str
    synonyms: tuple[str, ...] = ()

    def within(self, language: str) -> str:
        return self.en if language == "en" else self.fr
