"""Why a seat cannot be taken or given back."""

from typing import ClassVar
from uuid import UUID

from kit.errors import Conflict, Forbidden, NotFound
from kit.texts import N_


class WebinarFull(Conflict):
    title: ClassVar[str] = N_("Ce webinaire est complet")
    detail: ClassVar[str] = N_(
        "Ses {seats} places sont prises. Une place rendue se libère aussitôt."
    )


class RegistrationClosed(Conflict):
    title: ClassVar[str] = N_("Les inscriptions sont closes")
    detail: ClassVar[str] = N_("Le webinaire a commencé, ou il est annulé.")


class AdvisorsOnly(Forbidden):
    title: ClassVar[str] = N_("Ce webinaire est réservé aux conseillers actifs")
    detail: ClassVar[str] = N_(
        "Un conseiller devient actif quand il a signé la charte du réseau."
    )


class RegistrationNotFound(NotFound):
    title: ClassVar[str] = N_("Cette inscription n’existe pas")
    detail: ClassVar[str] = N_("Elle n’a jamais été prise, ou pas par vous.")

    def __init__(self, registration_id: UUID) -> None:
        super().__init__(registration_id=registration_id)


class FeedNotFound(NotFound):
    title: ClassVar[str] = N_("Ce calendrier n’existe plus")
    detail: ClassVar[str] = N_(
        "Son adresse a été changée. Copiez la nouvelle depuis vos inscriptions."
    )
