"""What can go wrong with an access key."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound
from kit.texts import N_


class ClientNotFound(NotFound):
    title: ClassVar[str] = N_("Cette clé n’existe pas")


class ClientNameTaken(Conflict):
    title: ClassVar[str] = N_("Une clé en service porte déjà ce nom")
    detail: ClassVar[str] = N_("Révoquez-la d’abord, ou choisissez un autre nom.")
    field: ClassVar[str | None] = "name"


class ClientAlreadyRevoked(Conflict):
    title: ClassVar[str] = N_("Cette clé est déjà révoquée")


class ClientRevokedForGood(Conflict):
    title: ClassVar[str] = N_("Une clé révoquée ne se renouvelle pas")
    detail: ClassVar[str] = N_("Créez une autre clé pour cette machine.")


class ExpiresTooSoon(Invalid):
    title: ClassVar[str] = N_("Cette clé serait déjà expirée")
    detail: ClassVar[str] = N_("Choisissez un jour à venir, dans les cinq ans.")
    field: ClassVar[str | None] = "expires_on"
