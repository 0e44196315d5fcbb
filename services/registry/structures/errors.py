"""What can go wrong with a structure."""

from typing import ClassVar
from uuid import UUID

from kit.errors import Conflict, NotFound
from kit.texts import N_


class StructureNotFound(NotFound):
    def __init__(self, structure_id: UUID) -> None:
        super().__init__(structure_id=structure_id)


class SiretTaken(Conflict):
    """The other record stays hidden: it may be held by another centre."""

    title: ClassVar[str] = N_("Ce SIRET est déjà au registre")
    detail: ClassVar[str] = N_(
        "Une autre structure le porte. Vérifiez le numéro, ou demandez à "
        "l’administration nationale qui la suit."
    )
    field: ClassVar[str | None] = "siret"
