"""What can go wrong with a vote."""

from typing import ClassVar

from kit.errors import Conflict, Forbidden, Invalid, NotFound
from kit.texts import N_


class VoteNotFound(NotFound):
    title: ClassVar[str] = N_("Ce vote n’existe pas, ou n’est pas pour vous")
    detail: ClassVar[str] = N_("Revenez à la liste de vos dossiers.")


class NotAnOfficer(Forbidden):
    title: ClassVar[str] = N_("Un vote s’ouvre et se clôt au secrétariat du comité")
    detail: ClassVar[str] = N_(
        "Demandez-le au secrétariat du comité, ou à sa présidence."
    )


class VoteAlreadyOpen(Conflict):
    title: ClassVar[str] = N_("Un vote est déjà ouvert sur ce dossier")
    detail: ClassVar[str] = N_("Attendez sa clôture : le dossier {number} en a un.")


class NobodyEntitled(Conflict):
    title: ClassVar[str] = N_("Aucun membre ne peut voter sur ce dossier")
    detail: ClassVar[str] = N_(
        "Membres votants : {seats}. Écartés pour conflit d’intérêts : {set_aside}. "
        "Nommez au comité des membres d’autres organisations."
    )


class DeadlineOutOfReach(Invalid):
    title: ClassVar[str] = N_("Cette clôture n’est pas possible")
    detail: ClassVar[str] = N_(
        "Donnez une heure à venir, dans les {days_max} jours au plus."
    )
    field: ClassVar[str | None] = "closes_at"


class NotAnElector(Forbidden):
    title: ClassVar[str] = N_("Vous n’êtes pas du corps électoral de ce vote")
    detail: ClassVar[str] = N_(
        "Il a été figé à l’ouverture : la présidence et les membres votants de ce "
        "jour-là."
    )


class SetAside(Forbidden):
    """A conflict of interest; each kind of it says which."""

    title: ClassVar[str] = N_("Vous êtes écarté de ce vote pour conflit d’intérêts")


class SetAsideForOrganisation(SetAside):
    detail: ClassVar[str] = N_(
        "Le dossier est celui de l’organisation que vous représentez."
    )


class SetAsideForDossier(SetAside):
    detail: ClassVar[str] = N_("Vous avez ouvert ce dossier, ou il parle de vous.")


class VoteIsClosed(Conflict):
    title: ClassVar[str] = N_("Ce vote est clos")
    detail: ClassVar[str] = N_("Plus aucun bulletin n’y entre, et le résultat est dit.")


class AlreadyVoted(Conflict):
    title: ClassVar[str] = N_("Vous avez déjà voté")
    detail: ClassVar[str] = N_(
        "Un vote secret ne se change pas : rien ne dit quel bulletin est le vôtre."
    )


class MembersAwaited(Conflict):
    title: ClassVar[str] = N_("Tous les membres n’ont pas voté")
    detail: ClassVar[str] = N_(
        "Ont voté : {voted} sur {entitled}. Le vote se clôt quand tous ont voté, ou "
        "de lui-même à son échéance."
    )
