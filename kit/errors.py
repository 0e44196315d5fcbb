"""Business errors: each says what happened, with facts, and which status it is."""

from typing import Any, ClassVar
from uuid import UUID

from kit.texts import N_


class ServiceError(Exception):
    """Something a caller can understand. A bug is never a ServiceError.

    `title` says what happened, `detail` what it means and what to do; both are French
    texts with `{named}` places that the facts fill, translated when they are shown.
    Facts never identify a person. `field` names the input at fault, if there is one.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = N_("La demande n’a pas abouti")
    detail: ClassVar[str] = ""
    field: ClassVar[str | None] = None
    retry_after_seconds: int | None = None

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts


class NotFound(ServiceError):
    status = 404
    title = N_("Cette page ou cet objet n’existe pas")
    detail = N_("L’adresse est fausse, ou ce qu’elle désigne a été retiré.")


class Conflict(ServiceError):
    status = 409
    title = N_("L’état actuel ne le permet pas")


class Forbidden(ServiceError):
    status = 403
    title = N_("Vous n’avez pas le droit de faire cela")
    detail = N_("Demandez-le à la personne qui administre votre structure.")


class ForThemselvesAlone(Forbidden):
    """Refused while acting in another person's place."""

    title = N_("Cela, chacun ne le fait que pour soi")
    detail = N_(
        "Mot de passe, second facteur, consentements, charte et vote restent à la "
        "personne. Terminez d’abord ce que vous faites à sa place."
    )


class NotSignedIn(ServiceError):
    status = 401
    title = N_("Connectez-vous pour continuer")
    detail = N_("Cette page demande un compte. Votre session a pu expirer.")


class Invalid(ServiceError):
    """Input that can never be right, whatever the state."""

    status = 422
    title = N_("La demande n’est pas correcte")


class TooLarge(ServiceError):
    status = 413
    title = N_("L’envoi est trop gros")
    detail = N_("La limite est de {limit_mb} Mo.")


class Unavailable(ServiceError):
    status = 503
    title = N_("Le service est momentanément indisponible")
    detail = N_("Rien n’est perdu. Réessayez dans un instant.")
    retry_after_seconds = 2


class StaleVersion(ServiceError):
    """Someone else changed the thing since the caller read it."""

    status = 412
    title = N_("La fiche a changé pendant votre saisie")
    detail = N_("Rechargez-la, puis refaites votre changement : rien n’a été écrit.")

    def __init__(self, aggregate_id: UUID, version: int) -> None:
        super().__init__(aggregate_id=aggregate_id, version=version)
