"""A dossier whose lines name somebody, without that name."""

import re
from typing import Final

from schemas.documents.governance import Dossier, DossierFactLine

INSTEAD: Final = "…"


def names(dossier: Dossier, name: str) -> bool:
    return any(
        _pattern(name).search(text)
        for line in dossier.facts
        for text in (line.value_fr, line.value_en)
    )


def without(dossier: Dossier, name: str) -> Dossier:
    lines = tuple(_without(line, name) for line in dossier.facts)
    return dossier.model_copy(update={"facts": lines})


def _without(line: DossierFactLine, name: str) -> DossierFactLine:
    return line.model_copy(
        update={
            "value_fr": _pattern(name).sub(INSTEAD, line.value_fr),
            "value_en": _pattern(name).sub(INSTEAD, line.value_en),
        }
    )


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
