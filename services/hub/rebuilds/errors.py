"""What can go wrong when a rebuild is asked."""

from typing import ClassVar

from kit.errors import Conflict, Invalid
from kit.texts import N_


class UnknownReadModel(Invalid):
    title: ClassVar[str] = N_("Cette copie n’existe pas")
    detail: ClassVar[str] = N_("« {model} » n’est pas de celles qui se reconstruisent.")
    field: ClassVar[str | None] = "model"


class RebuildGoesOn(Conflict):
    title: ClassVar[str] = N_("Cette reconstruction ne s’arrête plus")
    detail: ClassVar[str] = N_("Elle est terminée, ou prend déjà sa place.")
