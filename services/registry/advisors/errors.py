"""What can go wrong with an advisor."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound
from kit.texts import N_


class AdvisorNotFound(NotFound):
    title: ClassVar[str] = N_("Ce conseiller n’existe pas")
    detail: ClassVar[str] = N_(
        "La fiche a été retirée, ou elle n’est pas tenue par votre centre."
    )


class AdvisorExists(Conflict):
    title: ClassVar[str] = N_("Cette personne est déjà au registre")
    detail: ClassVar[str] = N_("Une personne n’a qu’une fiche de conseiller.")


class UnknownAffiliation(Invalid):
    title: ClassVar[str] = N_("Ce conseiller ne travaille pas dans cette structure")
    detail: ClassVar[str] = N_("Donnez une structure qui figure sur sa fiche.")
    field: ClassVar[str | None] = "quotities"
