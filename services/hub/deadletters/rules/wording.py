"""A dead letter in words: what is wrong, and why it was set aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kit.texts import N_, Texts
from kit.texts.validation import expectation
from services.hub.deadletters.models import DeadLetter
from services.hub.journal.rules.names import short_type

from .diagnosing import Fault, faults, stop_of

EXPLAINED: Final[Mapping[str, str]] = {
    "bad_schema": N_(
        "Le message est bien du JSON, mais pas ce que le schéma du type demande."
    ),
    "bad_json": N_("Le texte du message n’est pas du JSON : il ne peut pas être lu."),
    "no_data": N_("Le message est vide : ce type demande un contenu."),
    "header_missing": N_("Un en-tête que tout événement porte n’est pas là."),
    "header_malformed": N_(
        "Un en-tête n’a pas la forme attendue : identifiant, rang ou date."
    ),
    "header_not_utf8": N_("Un en-tête contient des octets qui ne sont pas du texte."),
    "unknown_type": N_(
        "Ce lecteur ne connaît pas ce type. Il lui sera proposé de nouveau quand une "
        "version qui le connaît démarrera."
    ),
}
EXHAUSTED: Final = N_(
    "Le message se lit bien, mais son effet a échoué à chaque essai, le dernier par "
    "une erreur {error}."
)


@dataclass(frozen=True, slots=True)
class Described:
    """What a page says of a letter."""

    title: str
    text: str
    faults: tuple[Fault, ...]


def described(letter: DeadLetter, texts: Texts) -> Described:
    found = tuple(faults(letter))
    text = EXPLAINED.get(letter.reason, EXHAUSTED)
    return Described(
        title=_title(letter, found, texts),
        text=texts.gettext(text, error=letter.reason),
        faults=found,
    )


def expected(fault: Fault, texts: Texts) -> str:
    return expectation(fault.error, texts)


def _title(letter: DeadLetter, found: tuple[Fault, ...], texts: Texts) -> str:
    match letter.reason:
        case "bad_schema" if found:
            return texts.gettext(
                N_("{field}, attendu : {expected}"),
                field=found[0].name,
                expected=_lowered(expected(found[0], texts)),
            )
        case "bad_json":
            place = stop_of(letter) or 1
            return texts.gettext(N_("JSON illisible, signe {place}"), place=place)
        case "unknown_type":
            known = short_type(letter.type or "?")
            return texts.gettext(N_("Type inconnu : {type}"), type=known)
        case "header_missing":
            return texts.gettext(N_("En-tête {name} absent"), name=letter.detail)
        case _:
            words = TITLES.get(letter.reason, N_("Essais épuisés : {error}"))
            return texts.gettext(words, error=letter.reason)


TITLES: Final[Mapping[str, str]] = {
    "bad_schema": N_("Contenu qui ne suit pas le schéma"),
    "no_data": N_("Message vide"),
    "header_not_utf8": N_("En-tête hors UTF-8"),
    "header_malformed": N_("En-tête mal formé"),
}


def _lowered(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).rstrip(".")
