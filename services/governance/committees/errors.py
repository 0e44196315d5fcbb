"""What can go wrong with a committee and its seats."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound
from kit.texts import N_


class CommitteeNotFound(NotFound):
    title: ClassVar[str] = N_("Ce comité n’existe pas")
    detail: ClassVar[str] = N_("Revenez à la liste des comités.")


class AlreadySeated(Conflict):
    title: ClassVar[str] = N_("Cette personne siège déjà à ce comité")
    detail: ClassVar[str] = N_(
        "Son mandat court jusqu’au {until}. Mettez-y fin avant d’en ouvrir un autre."
    )
    field: ClassVar[str | None] = "person_id"


class OfficeTaken(Conflict):
    title: ClassVar[str] = N_("Un comité n’a qu’une présidence et qu’un secrétariat")
    detail: ClassVar[str] = N_(
        "Quelqu’un tient ce rôle jusqu’au {until}. Mettez fin à ce mandat d’abord."
    )
    field: ClassVar[str | None] = "role"


class PersonUnknown(Conflict):
    title: ClassVar[str] = N_("Personne n’a cet identifiant")
    detail: ClassVar[str] = N_("Ouvrez d’abord un compte à cette personne.")
    field: ClassVar[str | None] = "person_id"


class AddressUnknown(PersonUnknown):
    title: ClassVar[str] = N_("Personne n’a cette adresse dans le réseau")
    field: ClassVar[str | None] = "email"


class SeatNotFound(NotFound):
    title: ClassVar[str] = N_("Cette personne ne siège pas à ce comité")
    detail: ClassVar[str] = N_("Son mandat a pris fin, ou n’a jamais existé.")


class TermInverted(Invalid):
    title: ClassVar[str] = N_("Le mandat finit avant d’avoir commencé")
    detail: ClassVar[str] = N_("Donnez une fin qui suive le début.")
    field: ClassVar[str | None] = "term_ends_on"
