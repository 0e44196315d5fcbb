"""One origin: which service serves which address, and what each role's menu holds."""

from typing import NamedTuple

from schemas.access import Action, Role

API = "/api/v1"

# The first segment of an address decides which service serves it; what no service
# names (static files, the language switch) every service can serve.
PAGES: dict[str, tuple[str, ...]] = {
    "registry": (
        "connexion",
        "deconnexion",
        "mot-de-passe",
        "activation",
        "compte",
        "comptes",
        "comptes-dormants",
        "invitation",
        "charte",
        "certification",
        "recensement",
        "structures",
        "conseillers",
        "centres",
        "points-accueil",
        "partenaires",
        "roles",
        "assistance",
        "accessibilite",
        "donnees-personnelles",
        "effacements",
        "conservation",
    ),
    "governance": ("comites", "dossiers", "votes", "decisions"),
    "webinars": ("", "agenda", "agenda.ics", "webinaires", "calendrier"),
    "notifications": (
        "aujourdhui",
        "messages",
        "preferences",
        "desabonnement",
        "courrier",
    ),
    "hub": (
        "evenements",
        "schemas",
        "asyncapi.yaml",
        "api",
        "journal",
        "lettres-mortes",
        "rejeux",
        "copies",
        "abonnements",
        "cles",
        "sante",
        "recherche",
    ),
}
NOUNS: dict[str, tuple[str, ...]] = {
    "registry": (
        "sessions",
        "account",
        "invitations",
        "charter",
        "censuses",
        "structures",
        "centres",
        "reception-points",
        "places",
        "advisors",
        "partners",
        "people",
        "impersonations",
        "erasures",
        "retention",
    ),
    "governance": ("committees", "dossiers", "votes", "decisions"),
    "webinars": ("themes", "webinars", "registrations"),
    "notifications": ("notifications", "preferences", "tasks"),
    "hub": (
        "events",
        "event-types",
        "webhooks",
        "dead-letters",
        "replays",
        "rebuilds",
        "read-models",
        "clients",
        "openapi.json",
        "search",
    ),
}


class Entry(NamedTuple):
    """A place in the menu, for whoever has one of these roles, or may do this."""

    href: str
    label_fr: str
    label_en: str
    roles: frozenset[Role] = frozenset()
    action: Action | None = None


_R = Role
EVERYONE_SIGNED_IN = frozenset(Role) - {_R.CLIENT}
MENU: tuple[Entry, ...] = (
    Entry("/aujourdhui", "Aujourd’hui", "Today", EVERYONE_SIGNED_IN),
    Entry(
        "/conseillers",
        "Conseillers",
        "Advisors",
        action=Action.READ_ADVISORS,
    ),
    Entry(
        "/structures",
        "Structures",
        "Structures",
        action=Action.READ_STRUCTURES,
    ),
    Entry(
        "/recensement",
        "Recensement",
        "Census",
        action=Action.IMPORT_CENSUS,
    ),
    Entry("/charte", "Charte", "Charter", frozenset({_R.ADVISOR})),
    Entry("/certification", "Certification", "Certification", frozenset({_R.ADVISOR})),
    Entry(
        "/webinaires",
        "Webinaires",
        "Webinars",
        frozenset({_R.ADVISOR, _R.PARTNER, _R.NATIONAL_ADMIN, _R.MEMBER}),
    ),
    Entry("/partenaires", "Partenaires", "Partners", frozenset({_R.NATIONAL_ADMIN})),
    Entry("/roles", "Rôles", "Roles", action=Action.GIVE_ROLES),
    Entry(
        "/comptes-dormants",
        "Comptes dormants",
        "Dormant accounts",
        action=Action.OPEN_ACCOUNTS,
    ),
    Entry("/assistance", "Assistance", "Assistance", frozenset({_R.NATIONAL_ADMIN})),
    Entry(
        "/dossiers",
        "Dossiers",
        "Dossiers",
        frozenset({_R.MEMBER, _R.NATIONAL_ADMIN}),
    ),
    Entry(
        "/decisions",
        "Décisions",
        "Decisions",
        frozenset({_R.MEMBER, _R.NATIONAL_ADMIN}),
    ),
    Entry(
        "/comites", "Comités", "Committees", frozenset({_R.MEMBER, _R.NATIONAL_ADMIN})
    ),
    Entry(
        "/messages",
        "Messages",
        "Messages",
        frozenset({_R.ADVISOR, _R.PARTNER, _R.MEMBER}),
    ),
    Entry("/effacements", "Effacements", "Erasures", frozenset({_R.NATIONAL_ADMIN})),
    Entry(
        "/conservation",
        "Conservation",
        "Retention",
        action=Action.READ_RETENTION,
    ),
    Entry("/sante", "Santé", "Health", frozenset({_R.OPERATOR})),
    Entry(
        "/evenements",
        "Catalogue",
        "Catalogue",
        frozenset({_R.OPERATOR, _R.NATIONAL_ADMIN}),
    ),
    Entry("/journal", "Journal", "Journal", frozenset({_R.OPERATOR})),
    Entry(
        "/lettres-mortes",
        "Lettres mortes",
        "Dead letters",
        frozenset({_R.OPERATOR}),
    ),
    Entry("/rejeux", "Rejeux", "Replays", frozenset({_R.OPERATOR})),
    Entry("/abonnements", "Abonnements", "Webhooks", frozenset({_R.OPERATOR})),
    Entry("/cles", "Clés d’accès", "API keys", frozenset({_R.OPERATOR})),
)
PUBLIC_MENU: tuple[Entry, ...] = (
    Entry("/", "Accueil", "Home", frozenset()),
    Entry("/agenda", "Agenda", "Agenda", frozenset()),
    Entry("/points-accueil", "Trouver de l’aide", "Find help", frozenset()),
    Entry("/centres", "Centres de ressources", "Resource centres", frozenset()),
    Entry("/evenements", "Données et événements", "Data and events", frozenset()),
)


# What nobody changes in another person's place: password, second factor, sessions,
# consents, charter, votes. Whole branches, so that what is added there is in.
FOR_ONESELF: tuple[str, ...] = (
    "/compte",
    "/mot-de-passe",
    "/activation",
    "/connexion/federee",
    "/invitation",
    "/charte",
    "/votes",
    "/preferences",
    f"{API}/account",
    f"{API}/sessions",
    f"{API}/invitations",
    f"{API}/charter",
    f"{API}/votes",
    f"{API}/preferences",
)


def is_for_oneself(path: str) -> bool:
    """Tell whether a change there is refused to whoever acts for another."""
    return any(path == one or path.startswith(f"{one}/") for one in FOR_ONESELF)


def service_of(path: str) -> str | None:
    """Name the service that serves this path; None when any of them does."""
    table, rest = PAGES, path.strip("/")
    if path.startswith(f"{API}/"):
        table, rest = NOUNS, path.removeprefix(f"{API}/")
    first = rest.partition("/")[0]
    for service, segments in table.items():
        if first in segments:
            return service
    return None
