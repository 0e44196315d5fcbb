"""What can go wrong with a second factor."""

from typing import ClassVar

from kit.errors import Conflict, Forbidden, Invalid, NotFound
from kit.texts import N_


class FactorPresent(Conflict):
    title: ClassVar[str] = N_("Ce compte a déjà un second facteur")
    detail: ClassVar[str] = N_("Retirez-le d’abord pour en mettre un autre.")


class FactorAbsent(Conflict):
    title: ClassVar[str] = N_("Ce compte n’a pas de second facteur")
    detail: ClassVar[str] = N_("Commencez par en ajouter un.")


class FactorRequired(Forbidden):
    title: ClassVar[str] = N_("Votre rôle demande un second facteur")
    detail: ClassVar[str] = N_("Il ne se retire pas tant que vous avez ce rôle.")


class NothingToTakeAway(Conflict):
    title: ClassVar[str] = N_("Cette personne n’a pas de second facteur")
    detail: ClassVar[str] = N_(
        "Il a été retiré entre-temps, ou il n’a jamais été ajouté."
    )


class NotOneself(Forbidden):
    """Whoever has lost theirs asks another administrator, who knows them."""

    title: ClassVar[str] = N_("On ne se retire pas ainsi son propre second facteur")
    detail: ClassVar[str] = N_(
        "Une autre personne de l’administration nationale peut le faire."
    )


class NobodyThere(NotFound):
    """Said at the machine alone: whoever is there could read the database."""

    title: ClassVar[str] = N_("Aucun compte ouvert n’a l’adresse {email}")
    detail: ClassVar[str] = N_("Rien n’a été fait. Vérifiez l’adresse du compte.")


class CodeRefused(Invalid):
    title: ClassVar[str] = N_("Ce code n’est pas le bon")
    detail: ClassVar[str] = N_(
        "Prenez celui qui s’affiche maintenant. L’heure de l’appareil doit être juste."
    )
    field: ClassVar[str | None] = "code"
