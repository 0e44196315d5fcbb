"""What a page says when it cannot answer: what happened, what it means, a way on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kit.texts import N_

from .forms import FieldError


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    detail: str
    advice: str


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What to show; words not given are those of the status."""

    status: int
    title: str | None = None
    detail: str | None = None
    errors: Sequence[FieldError] = ()
    reference: str | None = None


_BACK: Final = N_("Revenez à la page précédente, ou repartez de l’accueil.")
_WAIT: Final = N_("Attendez un instant, puis rechargez cette page.")
_WRITTEN: Final = N_("Rien n’a été écrit.")

WORDS: Final[dict[int, Words]] = {
    400: Words(N_("Cette demande n’est pas lisible"), _WRITTEN, _BACK),
    401: Words(
        N_("Connectez-vous pour continuer"),
        N_("Cette page demande un compte. Votre session a pu expirer."),
        N_("Après la connexion, vous reviendrez ici."),
    ),
    403: Words(
        N_("Vous n’avez pas le droit de faire cela"),
        N_("Votre compte ne donne pas accès à cette page ou à ce geste."),
        N_("Demandez-le à la personne qui vous a invité."),
    ),
    404: Words(
        N_("Cette page n’existe pas"),
        N_("L’adresse est fausse, ou ce qu’elle désigne a été retiré."),
        _BACK,
    ),
    405: Words(
        N_("Ce geste n’est pas possible ici"),
        N_("L’adresse existe, mais pas pour cela."),
        _BACK,
    ),
    409: Words(
        N_("L’état actuel ne le permet pas"),
        _WRITTEN,
        N_("Rechargez la page pour voir ce qui a changé."),
    ),
    412: Words(
        N_("La fiche a changé pendant votre saisie"),
        _WRITTEN,
        N_("Rechargez-la, puis refaites votre changement."),
    ),
    413: Words(
        N_("L’envoi est trop gros"), _WRITTEN, N_("Envoyez un fichier plus petit.")
    ),
    415: Words(
        N_("Ce type de fichier n’est pas lu ici"),
        _WRITTEN,
        N_("Envoyez-le dans un des formats que la page demande."),
    ),
    422: Words(
        N_("La demande n’est pas correcte"),
        _WRITTEN,
        N_("Corrigez ce qui est indiqué, puis renvoyez."),
    ),
    428: Words(
        N_("Cette demande ne dit pas quelle version elle change"),
        _WRITTEN,
        N_("Rechargez la page, puis refaites votre changement."),
    ),
    429: Words(
        N_("Trop de demandes en peu de temps"),
        N_("La limite protège les autres lecteurs."),
        _WAIT,
    ),
    500: Words(
        N_("Quelque chose s’est mal passé de notre côté"),
        N_("L’incident est noté. Ce que vous aviez enregistré est intact."),
        N_("Rechargez la page. Si rien ne change, donnez-nous la référence."),
    ),
    503: Words(
        N_("Le service est momentanément indisponible"),
        N_("Rien n’est perdu."),
        _WAIT,
    ),
}


def words_for(status: int) -> Words:
    """Find the words of a status, or of its family."""
    return WORDS.get(status) or WORDS[400 if status < 500 else 500]  # noqa: PLR2004 - where a server's own faults begin
