"""Who reads what: every consumer group, its topics, and what it does with them."""

from typing import NamedTuple

from schemas.events import TOPICS


class Group(NamedTuple):
    """A consumer group; worker tables and the catalogue are both made from it."""

    name: str
    topics: tuple[str, ...]
    does_fr: str
    does_en: str

    @property
    def service(self) -> str:
        return self.name.partition(".")[0]


REGISTRY_DECISIONS = Group(
    "registry.decisions",
    ("tn.governance.decision",),
    "Accorde la certification que le comité a décidée",
    "Grants the certification that the committee decided",
)
GOVERNANCE_ORGANISATIONS = Group(
    "governance.organisations",
    ("tn.registry.structure", "tn.registry.partner"),
    "Tient sa copie des organisations",
    "Keeps its copy of the organisations",
)
WEBINARS_DECISIONS = Group(
    "webinars.decisions",
    ("tn.governance.decision",),
    "Permet ou refuse la programmation d’un webinaire",
    "Allows or refuses the scheduling of a webinar",
)
WEBINARS_PARTNERS = Group(
    "webinars.partners",
    ("tn.registry.partner",),
    "Tient sa copie des partenaires et de leur situation",
    "Keeps its copy of the partners and their standing",
)
WEBINARS_ADVISORS = Group(
    "webinars.advisors",
    ("tn.registry.advisor",),
    "Sait qui est conseiller actif, pour les inscriptions réservées",
    "Knows who is an active advisor, for reserved registrations",
)
NOTIFICATIONS_RECIPIENTS = Group(
    "notifications.recipients",
    ("tn.registry.advisor", "tn.registry.account", "tn.registry.person"),
    "Tient sa copie de qui peut être prévenu, et invite les conseillers",
    "Keeps its copy of who can be told, and invites advisors",
)
NOTIFICATIONS_WEBINARS = Group(
    "notifications.webinars",
    ("tn.webinars.webinar",),
    "Prévient les conseillers concernés",
    "Tells the advisors concerned",
)
NOTIFICATIONS_REGISTRATIONS = Group(
    "notifications.registrations",
    ("tn.webinars.registration",),
    "Envoie l’invitation d’agenda, puis ses changements",
    "Sends the calendar invitation, then its changes",
)
NOTIFICATIONS_VOTES = Group(
    "notifications.votes",
    ("tn.governance.vote",),
    "Prévient les membres qu’un vote les attend",
    "Tells members that a vote waits for them",
)
NOTIFICATIONS_COVERAGE = Group(
    "notifications.coverage",
    ("tn.registry.structure", "tn.registry.centre"),
    "Tient les chiffres de la couverture du territoire",
    "Keeps the figures of territorial coverage",
)
NOTIFICATIONS_TASKS = Group(
    "notifications.tasks",
    (
        "tn.governance.vote",
        "tn.governance.dossier",
        "tn.registry.census",
        "tn.registry.account",
        "tn.webinars.webinar",
        "tn.webinars.registration",
        "tn.hub.dead_letter",
    ),
    "Montre à chacun ce qui l’attend",
    "Shows everyone what waits for them",
)
PEOPLE = ("tn.registry.person", "tn.registry.data_request")
REGISTRY_PEOPLE = Group(
    "registry.people",
    PEOPLE,
    "Efface une personne, ou rassemble sa part de ce qui est gardé d’elle",
    "Erases a person, or gathers its part of what is kept of them",
)
GOVERNANCE_PEOPLE = Group(
    "governance.people",
    PEOPLE,
    "Efface une personne, ou rassemble sa part de ce qui est gardé d’elle",
    "Erases a person, or gathers its part of what is kept of them",
)
WEBINARS_PEOPLE = Group(
    "webinars.people",
    PEOPLE,
    "Efface une personne, ou rassemble sa part de ce qui est gardé d’elle",
    "Erases a person, or gathers its part of what is kept of them",
)
NOTIFICATIONS_PEOPLE = Group(
    "notifications.people",
    PEOPLE,
    "Efface une personne, ou rassemble sa part de ce qui est gardé d’elle",
    "Erases a person, or gathers its part of what is kept of them",
)
HUB_PEOPLE = Group(
    "hub.people",
    PEOPLE,
    "Efface une personne, ou rassemble sa part de ce qui est gardé d’elle",
    "Erases a person, or gathers its part of what is kept of them",
)
REGISTRY_CONFIRMATIONS = Group(
    "registry.confirmations",
    (
        "tn.registry.erasure",
        "tn.governance.erasure",
        "tn.webinars.erasure",
        "tn.notifications.erasure",
        "tn.hub.erasure",
    ),
    "Tient la preuve d’un effacement, complète quand chacun l’a confirmé",
    "Keeps the proof of an erasure, complete once everyone has confirmed",
)
HUB_JOURNAL = Group(
    "hub.journal",
    TOPICS,
    "Garde, donne à lire et rejoue",
    "Keeps, serves the feed and replays",
)
HUB_SEARCH = Group(
    "hub.search",
    ("tn.registry.structure", "tn.registry.advisor", "tn.webinars.webinar"),
    "Tient l’index de la recherche",
    "Keeps the index of the search",
)
HUB_WEBHOOKS = Group(
    "hub.webhooks",
    TOPICS,
    "Livre aux abonnés",
    "Delivers to subscribers",
)

GROUPS: tuple[Group, ...] = (
    REGISTRY_DECISIONS,
    GOVERNANCE_ORGANISATIONS,
    WEBINARS_DECISIONS,
    WEBINARS_PARTNERS,
    WEBINARS_ADVISORS,
    NOTIFICATIONS_RECIPIENTS,
    NOTIFICATIONS_WEBINARS,
    NOTIFICATIONS_REGISTRATIONS,
    NOTIFICATIONS_VOTES,
    NOTIFICATIONS_COVERAGE,
    NOTIFICATIONS_TASKS,
    REGISTRY_PEOPLE,
    GOVERNANCE_PEOPLE,
    WEBINARS_PEOPLE,
    NOTIFICATIONS_PEOPLE,
    HUB_PEOPLE,
    REGISTRY_CONFIRMATIONS,
    HUB_JOURNAL,
    HUB_WEBHOOKS,
    HUB_SEARCH,
)
# Reads the dead letters of every other group; its own would feed on themselves.
HUB_DEAD_LETTERS = Group(
    "hub.dead_letters",
    tuple(f"tn.dead.{group.name}" for group in GROUPS),
    "Range les messages mis de côté",
    "Files the records set aside",
)


class ReadModel(NamedTuple):
    """Copies that a service keeps of what others told: the journal can rebuild them."""

    name: str
    group: Group
    collections: tuple[str, ...]
    is_fr: str
    is_en: str

    @property
    def service(self) -> str:
        return self.group.service


READ_MODELS: tuple[ReadModel, ...] = (
    ReadModel(
        "governance.organisations",
        GOVERNANCE_ORGANISATIONS,
        ("organisations",),
        "Les noms des organisations, pour les comités",
        "The names of organisations, for the committees",
    ),
    ReadModel(
        "webinars.partners",
        WEBINARS_PARTNERS,
        ("partners",),
        "Les partenaires et leur situation",
        "The partners and their standing",
    ),
    ReadModel(
        "webinars.advisors",
        WEBINARS_ADVISORS,
        ("advisors",),
        "Qui est conseiller actif",
        "Who is an active advisor",
    ),
    ReadModel(
        "notifications.recipients",
        NOTIFICATIONS_RECIPIENTS,
        ("advisors", "languages"),
        "Qui peut être prévenu, et dans quelle langue",
        "Who can be told, and in which language",
    ),
    ReadModel(
        "notifications.webinars",
        NOTIFICATIONS_WEBINARS,
        ("webinars",),
        "Les webinaires à annoncer",
        "The webinars to announce",
    ),
    ReadModel(
        "notifications.registrations",
        NOTIFICATIONS_REGISTRATIONS,
        ("registrations",),
        "Qui tient une place à quel webinaire",
        "Who holds a seat at which webinar",
    ),
    ReadModel(
        "notifications.coverage",
        NOTIFICATIONS_COVERAGE,
        ("structures", "centres"),
        "Les structures et les centres de la couverture",
        "The structures and centres of the coverage",
    ),
    ReadModel(
        "notifications.tasks",
        NOTIFICATIONS_TASKS,
        ("waiting",),
        "Ce qui attend chacun",
        "What waits for each person",
    ),
    ReadModel(
        "hub.search",
        HUB_SEARCH,
        ("search",),
        "L’index de la recherche",
        "The index of the search",
    ),
)


def readers_of(topic: str) -> tuple[Group, ...]:
    return tuple(group for group in GROUPS if topic in group.topics)
