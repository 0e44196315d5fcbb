"""What can go wrong with a replay of the journal."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound
from kit.texts import N_


class ReplayNotFound(NotFound):
    title: ClassVar[str] = N_("Ce rejeu n’existe pas")
    detail: ClassVar[str] = N_("Un rejeu reste lisible 400 jours.")


class UnknownReader(Invalid):
    title: ClassVar[str] = N_("Ce lecteur n’existe pas, ou ne se rejoue pas")
    detail: ClassVar[str] = N_("« {group} » n’est pas de ceux à qui l’on peut rejouer.")
    field: ClassVar[str | None] = "group"


class NotHeard(Invalid):
    title: ClassVar[str] = N_("Ce lecteur ne lit pas ce type")
    detail: ClassVar[str] = N_("« {type} » n’est sur aucun des sujets de {group}.")
    field: ClassVar[str | None] = "types"


class TooFast(Invalid):
    title: ClassVar[str] = N_("Ce débit est trop élevé")
    detail: ClassVar[str] = N_("{rate_max} événements par seconde au plus, ici.")
    field: ClassVar[str | None] = "rate"


class NothingToReplay(Conflict):
    title: ClassVar[str] = N_("Il n’y a rien à rejouer")
    detail: ClassVar[str] = N_("Le journal n’a aucun fait de ce choix.")


class ReplayEnded(Conflict):
    title: ClassVar[str] = N_("Ce rejeu est terminé")
    detail: ClassVar[str] = N_("Il n’y a plus rien à arrêter.")
