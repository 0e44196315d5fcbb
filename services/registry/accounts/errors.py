"""What can go wrong with an account."""

from typing import Any, ClassVar

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
    detail: ClassVar[str] = N_(
        "Dites laquelle, par son identifiant. Un centre confie aussi une seule de ses "
        "structures."
    )
    field: ClassVar[str | None] = "holder_id"


class RegionMissing(Invalid):
    title: ClassVar[str] = N_("Ce rôle se donne pour une région")
    detail: ClassVar[str] = N_("Dites laquelle, par son code : 76 pour l’Occitanie.")
    field: ClassVar[str | None] = "region"


class ReachNotWanted(Invalid):
    """The role is not bound to such a thing."""

    title: ClassVar[str] = N_("Ce rôle ne se donne pas ainsi")
    detail: ClassVar[str] = N_("Laissez vide ce champ : {field}.")

    def __init__(self, field: str, **facts: Any) -> None:
        super().__init__(field=field, **facts)
        self.field = field  # type: ignore[misc] # the class names none


class TermBackwards(Invalid):
    title: ClassVar[str] = N_("Ce rôle finirait avant de commencer")
    detail: ClassVar[str] = N_("Le dernier jour suit le premier, ou le vaut.")
    field: ClassVar[str | None] = "ends_on"


class WrongCredentials(ServiceError):
    status: ClassVar[int] = 401
    title: ClassVar[str] = N_("Adresse ou mot de passe incorrects")
    detail: ClassVar[str] = N_("Vérifiez les deux : la casse du mot de passe compte.")


class CodeWanted(ServiceError):
    status: ClassVar[int] = 401
    title: ClassVar[str] = N_("Un code est demandé")
    detail: ClassVar[str] = N_(
        "Ce compte a un second facteur : envoyez aussi le code du moment."
    )
    field: ClassVar[str | None] = "code"


class WrongCode(ServiceError):
    status: ClassVar[int] = 401
    title: ClassVar[str] = N_("Ce code n’est pas le bon")
    detail: ClassVar[str] = N_("Chaque code sert une fois : attendez le suivant.")
    field: ClassVar[str | None] = "code"


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
