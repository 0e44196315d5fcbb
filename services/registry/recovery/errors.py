"""What can go wrong with a link by which a password is chosen."""

from typing import ClassVar

from kit.errors import Conflict, ServiceError
from kit.texts import N_


class LinkUsed(ServiceError):
    status: ClassVar[int] = 410
    title: ClassVar[str] = N_("Ce lien a déjà servi")
    detail: ClassVar[str] = N_(
        "Le mot de passe ou l’adresse du compte a changé depuis. "
        "Connectez-vous, ou demandez un nouveau lien."
    )


class AlreadyActivated(Conflict):
    title: ClassVar[str] = N_("Cette personne a déjà un mot de passe")
    detail: ClassVar[str] = N_(
        "Si elle l’a oublié, elle demande un lien depuis la page de connexion."
    )
