"""What can go wrong when one acts for another."""

from typing import ClassVar

from kit.errors import Conflict, Forbidden, NotFound
from kit.texts import N_


class NobodyToActFor(NotFound):
    title: ClassVar[str] = N_("Aucun compte n’a cette adresse")
    detail: ClassVar[str] = N_(
        "On n’agit qu’à la place d’une personne qui a un compte."
    )
    field: ClassVar[str | None] = "email"


class NotInTheirPlace(Forbidden):
    title: ClassVar[str] = N_("On n’agit pas à la place de cette personne")
    detail: ClassVar[str] = N_(
        "Ni à la sienne propre, ni à celle de qui administre ou exploite le réseau : "
        "aider ne donne aucun droit de plus."
    )


class NotActing(Conflict):
    title: ClassVar[str] = N_("Vous n’agissez à la place de personne")
    detail: ClassVar[str] = N_("C’est terminé, ou le temps est écoulé.")
