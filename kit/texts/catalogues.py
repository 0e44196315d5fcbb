"""The catalogues of texts of the whole installation, read once at start."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Self
from zoneinfo import ZoneInfo

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from .dates import PARIS, Dates
from .language import LANGUAGES, Language
from .messages import Translations

CATALOGUE: Final = Path("texts", "en.po")


class Texts(Dates):
    """Everything a person reads, in one language and one zone."""

    def in_zone(self, zone: ZoneInfo) -> "Texts":
        return Texts(self.language, self._translations, zone)


class Catalogues:
    def __init__(self, translations: Translations) -> None:
        self._texts = {
            language: Texts(language, translations, PARIS) for language in LANGUAGES
        }

    @classmethod
    def load(cls, units: Iterable[Path]) -> Self:
        """Merge the catalogue of each unit (a folder that may hold `texts/en.po`)."""
        translations: dict[str, str | tuple[str, str]] = {}
        for unit in units:
            translations.update(translations_in(unit / CATALOGUE))
        return cls(translations)

    def texts(self, language: Language) -> Texts:
        return self._texts[language]


def find_units(root: Path) -> list[Path]:
    """List the folders that own texts: kit, maillage, each service, each feature."""
    return [
        folder
        for pattern in ("kit", "maillage", "services/*", "services/*/*")
        for folder in sorted(root.glob(pattern))
        if (folder / "__init__.py").exists()
    ]


def read_catalogue(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en", ignore_obsolete=True, abort_invalid=True)


def translations_in(path: Path) -> dict[str, str | tuple[str, str]]:
    return dict(_translated(read_catalogue(path)))


def _translated(catalogue: Catalog) -> Iterator[tuple[str, str | tuple[str, str]]]:
    for message in catalogue:
        if not message.id or message.fuzzy or not message.string:
            continue
        if isinstance(message.id, str):
            yield message.id, str(message.string)
        elif all(message.string):
            yield message.id[0], (message.string[0], message.string[1])
