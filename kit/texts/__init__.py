"""Texts in French and English: catalogues, typography, dates, numbers, checks."""

from .catalogues import Catalogues, Texts, find_units
from .language import LANGUAGES, Language, language_of
from .messages import N_, NN_

__all__ = [
    "LANGUAGES",
    "NN_",
    "N_",
    "Catalogues",
    "Language",
    "Texts",
    "find_units",
    "language_of",
]
