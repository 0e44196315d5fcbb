"""What can go wrong with a change of address."""

from typing import ClassVar

from kit.errors import Invalid, ServiceError
from kit.texts import N_


class SameEmail(Invalid):
    title: ClassVar[str] = N_("C’est déjà l’adresse de votre compte")
    detail: ClassVar[str] = N_("Rien n’a changé.")
    field: ClassVar[str | None] = "email"


class ChangeOver(ServiceError):
    status: ClassVar[int] = 410
    title: ClassVar[str] = N_("Ce changement d’adresse n’est plus attendu")
    detail: ClassVar[str] = N_(
        "Il est fait, ou un autre l’a remplacé, ou le mot de passe a changé depuis."
    )
