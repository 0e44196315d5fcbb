"""What can go wrong when somebody is to be erased."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound
from kit.texts import N_


class ErasureNotFound(NotFound):
    title: ClassVar[str] = N_("Aucun effacement n’est connu pour cette personne")


class PersonUnknown(NotFound):
    title: ClassVar[str] = N_("Cette personne n’existe pas")
    detail: ClassVar[str] = N_("Elle est inconnue, ou déjà effacée.")


class AddressUnknown(Invalid):
    title: ClassVar[str] = N_("Personne n’a cette adresse")
    detail: ClassVar[str] = N_("Prenez celle de sa fiche ou de son compte.")
    field: ClassVar[str | None] = "email"


class ErasureDone(Conflict):
    title: ClassVar[str] = N_("Cette personne est déjà effacée")
    detail: ClassVar[str] = N_("La preuve dit ce qui l’a été, et quand.")


class NothingToWithdraw(Conflict):
    title: ClassVar[str] = N_("Aucun effacement n’attend")


class LastAdministrator(Conflict):
    title: ClassVar[str] = N_("C’est le dernier compte de l’administration nationale")
    detail: ClassVar[str] = N_("Donnez d’abord ce rôle à quelqu’un d’autre.")
