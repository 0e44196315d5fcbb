"""What can go wrong with an account."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound, ServiceError
from kit.texts import N_


class AccountNotFound(NotFound):
    title: ClassVar[str] = N_("Ce compte n’existe pas")


class EmailTaken(Conflict):
    title: ClassVar[str] = N_("Un compte a déjà cette adresse")
    detail: ClassVar[str] = N_(
        "Une adresse n’ouvre qu’un compte : ajoutez-lui un rôle."
    )
    field: ClassVar[str | None] = "email"


class HolderMissing(Invalid):
    title: ClassVar[str] = N_("Ce rôle se donne pour un centre ou une organisation")
    detail: ClassVar[str] = N_("Dites laquelle, par son identifiant.")
    field: ClassVar[str | None] = "holder_id"


class HolderNotWanted(Invalid):
    title: ClassVar[str] = N_("Ce rôle vaut pour tout le réseau")
    detail: ClassVar[str] = N_("Laissez vide le centre ou l’organisation.")
    field: ClassVar[str | None] = "holder_id"


class WrongCredentials(ServiceError):
    status: ClassVar[int] = 401
    title: ClassVar[str] = N_("Adresse ou mot de passe incorrects")
    detail: ClassVar[str] = N_("Vérifiez les deux : la casse du mot de passe compte.")


class WrongPassword(Invalid):
    title: ClassVar[str] = N_("Le mot de passe actuel n’est pas le bon")
    detail: ClassVar[str] = N_("Votre mot de passe n’a pas changé.")
    field: ClassVar[str | None] = "current"


class TooManyTries(ServiceError):
    status: ClassVar[int] = 429
    title: ClassVar[str] = N_("Trop d’essais")
    detail: ClassVar[str] = N_(
        "Réessayez dans {minutes} min, ou choisissez « Mot de passe oublié ? » : "
        "le lien reçu par e-mail ouvre votre compte tout de suite."
    )

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(minutes=-(-retry_after_seconds // 60))
        self.retry_after_seconds = retry_after_seconds
