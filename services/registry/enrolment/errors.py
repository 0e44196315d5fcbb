"""What can go wrong on the way to being active."""

from typing import ClassVar, Final

from kit.errors import Conflict, Invalid, ServiceError
from kit.texts import N_

MISSING: Final[dict[str, str]] = {
    "listed": N_(
        "État actuel : recensé. Il manque l’invitation, l’inscription "
        "et la signature de la charte."
    ),
    "invited": N_(
        "État actuel : invité. Il manque l’inscription et la signature de la charte."
    ),
    "enrolled": N_("État actuel : inscrit. Il manque la signature de la charte."),
    "active": N_("État actuel : actif. Il ne manque rien."),
    "suspended": N_(
        "État actuel : suspendu. Il manque la reprise, par le centre de ressources."
    ),
    "left": N_(
        "État actuel : parti. Il manque le retour, noté par le centre de ressources."
    ),
}


class IllegalStep(Conflict):
    """Names the present state and what is missing before the step."""

    def __init__(self, step: str, status: str) -> None:
        super().__init__(step=step, status=status)
        self.detail = MISSING[status]  # type: ignore[misc] # one sentence for each state


class NotInvitable(IllegalStep):
    title: ClassVar[str] = N_("Cette personne ne peut pas être invitée")


class NotEnrollable(IllegalStep):
    title: ClassVar[str] = N_("Cette inscription n’est pas possible")


class NotSignable(IllegalStep):
    title: ClassVar[str] = N_("La charte ne peut pas être signée maintenant")


class NotSuspendable(IllegalStep):
    title: ClassVar[str] = N_("Seul un conseiller actif peut être suspendu")


class NotLeavable(IllegalStep):
    title: ClassVar[str] = N_("Ce départ est déjà noté")


class NotResumable(IllegalStep):
    title: ClassVar[str] = N_("Seul un conseiller suspendu ou parti peut reprendre")


class AlreadySigned(Conflict):
    title: ClassVar[str] = N_("La charte est déjà signée")
    detail: ClassVar[str] = N_(
        "Votre signature de la version {version} est gardée. Il ne manque rien."
    )


class NoEmail(Conflict):
    title: ClassVar[str] = N_("Cette personne n’a pas d’adresse e-mail")
    detail: ClassVar[str] = N_("Ajoutez-la par le recensement, puis invitez.")


class InvitationReplaced(ServiceError):
    status: ClassVar[int] = 410
    title: ClassVar[str] = N_("Une invitation plus récente vous attend")
    detail: ClassVar[str] = N_(
        "Ce lien a été remplacé : prenez celui du dernier e-mail."
    )


class PasswordMissing(Invalid):
    title: ClassVar[str] = N_("Choisissez un mot de passe")
    detail: ClassVar[str] = N_("12 signes au moins. Une phrase fait très bien.")
    field: ClassVar[str | None] = "password"
