"""What can go wrong with a resource centre."""

from typing import ClassVar
from uuid import UUID

from kit.errors import Conflict, NotFound
from kit.texts import N_


class CentreNotFound(NotFound):
    def __init__(self, centre_id: UUID) -> None:
        super().__init__(centre_id=centre_id)


class RegionHasReferent(Conflict):
    title: ClassVar[str] = N_("Cette région a déjà son centre référent")
    detail: ClassVar[str] = N_(
        "Une région a un seul centre référent. Retirez-le d’abord, ou désignez "
        "un centre de plus sans le dire référent."
    )


class AlreadyCentre(Conflict):
    title: ClassVar[str] = N_("Cette structure est déjà un centre de ressources")
    detail: ClassVar[str] = N_("Rien n’a été écrit.")


class CentreEnded(Conflict):
    title: ClassVar[str] = N_("Ce centre a déjà été retiré")
    detail: ClassVar[str] = N_("Rien n’a été écrit.")
