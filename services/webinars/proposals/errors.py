"""What can go wrong with a proposal."""

from typing import ClassVar
from uuid import UUID

from kit.errors import Forbidden, NotFound
from kit.texts import N_


class WebinarNotFound(NotFound):
    title: ClassVar[str] = N_("Ce webinaire n’existe pas, ou n’est pas public")
    detail: ClassVar[str] = N_("L’agenda montre tous ceux qui le sont.")

    def __init__(self, webinar_id: UUID) -> None:
        super().__init__(webinar_id=webinar_id)


class SpeaksForNobody(Forbidden):
    title: ClassVar[str] = N_("Votre compte ne représente aucune organisation")
    detail: ClassVar[str] = N_("L’administration nationale peut l’y rattacher.")


class NoLongerMember(Forbidden):
    title: ClassVar[str] = N_("Votre organisation a quitté l’association")
    detail: ClassVar[str] = N_(
        "Seule une organisation membre de l’association des partenaires propose."
    )
