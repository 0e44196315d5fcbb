"""What can go wrong when one looks for a place."""

from typing import ClassVar

from kit.errors import Invalid
from kit.texts import N_


class PlaceUnknown(Invalid):
    title: ClassVar[str] = N_("Aucune commune ne porte ce nom")
    detail: ClassVar[str] = N_(
        "Donnez un code postal ou le nom d’une commune. Les plus proches sont dans "
        "facts.nearest."
    )
    field: ClassVar[str | None] = "place"


class PlaceAmbiguous(Invalid):
    title: ClassVar[str] = N_("Plusieurs communes portent ce nom")
    detail: ClassVar[str] = N_("Choisissez-en une dans facts.choices.")
    field: ClassVar[str | None] = "place"
