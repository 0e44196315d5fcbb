"""What levels and audiences are called in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.reference import Label

LEVELS: Mapping[str, Label] = MappingProxyType(
    {
        "beginner": Label("débutant", "beginner"),
        "intermediate": Label("intermédiaire", "intermediate"),
        "advanced": Label("avancé", "advanced"),
    }
)
AUDIENCES: Mapping[str, Label] = MappingProxyType(
    {
        "everyone": Label("ouvert à tous", "open to everyone"),
        "advisors": Label("réservé aux conseillers", "for advisors only"),
    }
)
