"""What can go wrong when a role is given or withdrawn."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound
from kit.texts import N_


class GrantNotFound(NotFound):
    title: ClassVar[str] = N_("Cette personne n’a pas ce rôle")
    detail: ClassVar[str] = N_("Il lui a été retiré, ou l’adresse est fausse.")


class NothingToHold(Invalid):
    """What the role shall reach is not in the register."""

    title: ClassVar[str] = N_("Ce ressort n’existe pas")
    detail: ClassVar[str] = N_(
        "Donnez l’identifiant d’un centre, d’une structure ou d’une organisation du "
        "registre."
    )
    field: ClassVar[str | None] = "holder_id"


class LastAdministrator(Conflict):
    title: ClassVar[str] = N_("Il ne resterait personne pour administrer le réseau")
    detail: ClassVar[str] = N_(
        "Donnez d’abord ce rôle, sans dernier jour, à quelqu’un d’autre."
    )
