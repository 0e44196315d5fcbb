"""What can go wrong with a dead letter."""

from typing import ClassVar

from kit.errors import Conflict, NotFound
from kit.texts import N_


class DeadLetterNotFound(NotFound):
    title: ClassVar[str] = N_("Cette lettre morte n’existe pas")
    detail: ClassVar[str] = N_("Écartée ou rejouée, elle est effacée après 90 jours.")


class AlreadyDiscarded(Conflict):
    title: ClassVar[str] = N_("Ce message a été écarté")
    detail: ClassVar[str] = N_("Un message écarté ne se rejoue plus et reste lisible.")


class NothingToDiscard(Conflict):
    title: ClassVar[str] = N_("Ce message n’attend plus")
    detail: ClassVar[str] = N_("Il a été rejoué : il n’y a rien à écarter.")


class InOtherHands(Conflict):
    title: ClassVar[str] = N_("Quelqu’un s’occupe de ce message")
    detail: ClassVar[str] = N_(
        "Il est en train d’être rejoué ou écarté. Revenez dans un instant."
    )


class ReplayNotFound(NotFound):
    title: ClassVar[str] = N_("Ce rejeu n’existe pas")
    detail: ClassVar[str] = N_("Terminé, il est effacé après 90 jours.")


class ReplayEnded(Conflict):
    title: ClassVar[str] = N_("Ce rejeu est terminé")
    detail: ClassVar[str] = N_("Il n’y a plus rien à arrêter.")
