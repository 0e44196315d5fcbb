"""What can go wrong with a dossier."""

from typing import ClassVar

from kit.errors import Conflict, NotFound
from kit.texts import N_


class DossierNotFound(NotFound):
    title: ClassVar[str] = N_("Ce dossier n’existe pas, ou n’est pas pour vous")
    detail: ClassVar[str] = N_("Revenez à la liste de vos dossiers.")


class DossierIsClosed(Conflict):
    title: ClassVar[str] = N_("Ce dossier est clos")
    detail: ClassVar[str] = N_(
        "Le dossier {number} a été décidé ou retiré : rien n’y attend plus de vote."
    )
