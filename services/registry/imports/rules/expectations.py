"""What was expected, in words: French sources that the catalogues translate."""

from collections.abc import Mapping
from typing import NamedTuple

from kit.texts import N_
from services.registry.imports.models import Code, Column, Reason, Source

Facts = dict[str, str | int]


class Sentence(NamedTuple):
    """A French source text and what fills its places."""

    text: str
    facts: Facts


EXPECTATIONS: Mapping[Code, str] = {
    Code.REQUIRED: N_("Obligatoire."),
    Code.REQUIRED_OF_ADVISOR: N_("Obligatoire dès qu’un conseiller est décrit."),
    Code.TOO_LONG: N_("{limit} caractères au plus. Celui-ci en a {length}."),
    Code.CONTROL_CHARACTERS: N_("Du texte, sans caractère de commande invisible."),
    Code.STRUCTURE_TYPE: N_(
        "CCI, CMA, centre de ressources, cyber-base, office de tourisme, centre de "
        "gestion agréé, centre des métiers, association ou entreprise."
    ),
    Code.SIRET_LENGTH: N_("14 chiffres. Celui-ci en a {digits}."),
    Code.SIRET_DIGITS: N_("14 chiffres, sans lettre ni signe."),
    Code.SIRET_ROUNDED: N_(
        "14 chiffres. Le tableur a arrondi le nombre, les autres chiffres sont perdus."
    ),
    Code.SIRET_KEY: N_("Une clé juste. Ces 14 chiffres ne vont pas ensemble."),
    Code.POSTCODE_REQUIRED: N_("Obligatoire, 5 chiffres."),
    Code.POSTCODE_DIGITS: N_("5 chiffres."),
    Code.POSTCODE_UNKNOWN: N_("Un code postal qui existe."),
    Code.POSTCODE_ZERO_RESTORED: N_("Le zéro de tête manquait. Lu {restored}."),
    Code.TOWN_UNDER_POSTCODE: N_("Une commune du {postcode}."),
    Code.YES_OR_NO: N_("Oui ou non. Laissé vide."),
    Code.TELEPHONE_UNUSABLE: N_("« {value} » n’est pas un numéro. Gardé tel quel."),
    Code.TELEPHONE_ZERO_RESTORED: N_("Le zéro de tête manquait. Lu {restored}."),
    Code.EMAIL_REQUIRED: N_("Obligatoire pour un conseiller."),
    Code.EMAIL_SYNTAX: N_("Une adresse avec @, sans espace."),
    Code.URL_SYNTAX: N_("Une adresse de site, comme https://www.exemple.fr."),
    Code.PROFILE: N_("dédié, généraliste ou privé (ou D, G, P)."),
    Code.THEME_UNKNOWN: N_("« {unknown} » n’est pas un thème. Les autres sont gardés."),
    Code.DATE_FORMAT: N_("JJ/MM/AAAA."),
    Code.DATE_MONTH: N_("JJ/MM/AAAA. Il n’y a pas de mois {month}."),
    Code.DATE_DAY: N_("Une date qui existe."),
    Code.DATE_YEAR: N_("Une année vraisemblable, sur quatre chiffres."),
    Code.SHARE_RANGE: N_("De 0 à 100."),
    Code.SHARE_NUMBER: N_("Un nombre de 0 à 100."),
    Code.HELD_ELSEWHERE: N_(
        "Une fiche que vous tenez. Celle-ci est tenue ailleurs : voyez avec {contact}."
    ),
    Code.SIRET_OTHER_NAME: N_(
        "Même SIRET que la ligne {line} sous un autre nom. Le premier est gardé."
    ),
    Code.SIRET_OTHER_NAME_KNOWN: N_(
        "Ce SIRET est connu sous le nom « {kept} », qui est gardé."
    ),
    Code.PERSON_OTHER_EMAIL: N_("Existe déjà ligne {line}, sous une autre adresse."),
    Code.PERSON_OTHER_EMAIL_KNOWN: N_(
        "Cette personne est déjà dans la structure, sous une autre adresse."
    ),
    Code.EMAIL_OTHER_PERSON: N_(
        "La ligne {line} donne cette adresse à une autre personne."
    ),
}

# A day too many, told by the month it does not have it in.
DAYS_OF_MONTH = (
    N_("Une date qui existe. Janvier {year} a {days} jours."),
    N_("Une date qui existe. Février {year} a {days} jours."),
    N_("Une date qui existe. Mars {year} a {days} jours."),
    N_("Une date qui existe. Avril {year} a {days} jours."),
    N_("Une date qui existe. Mai {year} a {days} jours."),
    N_("Une date qui existe. Juin {year} a {days} jours."),
    N_("Une date qui existe. Juillet {year} a {days} jours."),
    N_("Une date qui existe. Août {year} a {days} jours."),
    N_("Une date qui existe. Septembre {year} a {days} jours."),
    N_("Une date qui existe. Octobre {year} a {days} jours."),
    N_("Une date qui existe. Novembre {year} a {days} jours."),
    N_("Une date qui existe. Décembre {year} a {days} jours."),
)

# Said after a proposed value.
SOURCES: Mapping[Source, str] = {
    Source.NEAREST: N_("le plus proche"),
    Source.NAME: N_("lu dans son nom"),
    Source.ADDRESS: N_("lu dans son adresse"),
    Source.SITE: N_("lu dans son site"),
    Source.EMAIL: N_("lu dans son e-mail"),
    Source.FILE: N_("lu sur une autre ligne"),
    Source.ONLY_TOWN: N_("seule commune de ce code postal"),
    Source.ONLY_POSTCODE: N_("seul code postal pour {town}"),
    Source.FIRST_POSTCODE: N_("un des {count} codes postaux pour {town}"),
    Source.ONLY_TOWN_OF_REGION: N_("seul {town} de la région {region}"),
    Source.LAST_DIGIT: N_("si seul le dernier chiffre est faux"),
    Source.LOST_ZERO: N_("si le zéro de tête est perdu"),
    Source.SWAPPED: N_("jour et mois échangés"),
    Source.END_OF_MONTH: N_("dernier jour du mois"),
    Source.REWRITTEN: N_("écrit autrement"),
    Source.SAME_DOMAIN: N_("même domaine"),
    Source.BOUND: N_("la borne"),
}

# Said instead of a value.
ADVICE: Mapping[Source, str] = {
    Source.LEAVE_EMPTY: N_("Laisser vide : nom et code postal suffisent"),
    Source.RETYPE_AS_TEXT: N_("Le ressaisir, colonne au format texte"),
    Source.ASK_STRUCTURE: N_("Aucune. À demander à la structure."),
    Source.ASK_HOLDER: N_("Demander à {contact}"),
}

COLUMN_NAMES: Mapping[Column, str] = {
    Column.STRUCTURE_NAME: N_("Structure"),
    Column.STRUCTURE_TYPE: N_("Type de structure"),
    Column.SIRET: N_("N° SIRET"),
    Column.ADDRESS: N_("Adresse"),
    Column.POSTCODE: N_("Code postal"),
    Column.TOWN: N_("Commune"),
    Column.RECEPTION_POINT: N_("Point d’accueil"),
    Column.STRUCTURE_TELEPHONE: N_("Téléphone de la structure"),
    Column.STRUCTURE_EMAIL: N_("Courriel de la structure"),
    Column.WEBSITE: N_("Site internet"),
    Column.LAST_NAME: N_("Nom"),
    Column.FIRST_NAME: N_("Prénom"),
    Column.EMAIL: N_("E-mail"),
    Column.TELEPHONE: N_("Téléphone"),
    Column.PROFILE: N_("Profil"),
    Column.THEMES: N_("Thèmes"),
    Column.SINCE: N_("Date d’entrée"),
    Column.SHARE: N_("Quotité"),
}


def expectation_of(reason: Reason) -> Sentence:
    """Say what was expected of a cell."""
    facts: Facts = {"value": reason.value, **reason.facts}
    if reason.code is Code.DATE_DAY:
        return Sentence(DAYS_OF_MONTH[int(reason.facts["month"]) - 1], facts)
    return Sentence(EXPECTATIONS[reason.code], facts)


def advice_of(reason: Reason) -> Sentence | None:
    """Say where a proposed value comes from, or what to do without one."""
    proposal = reason.proposal
    if not proposal:
        return None
    text = SOURCES.get(proposal.source) or ADVICE[proposal.source]
    return Sentence(text, dict(proposal.facts))
