"""Who may do what, and over which records: the one table of rights.

`docs/rights.md` is written from it. A test walks it against every route.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Role(StrEnum):
    """A grant binds a role to what it reaches, for a term."""

    NATIONAL_ADMIN = "national_admin"
    REGIONAL_REFERENT = "regional_referent"
    CENTRE_MANAGER = "centre_manager"
    ADVISOR = "advisor"
    PARTNER = "partner"
    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    OPERATOR = "operator"
    CLIENT = "client"


class Over(StrEnum):
    """What a role reaches, and what the record of a grant names for it.

    `SEAT`: what the committee's own documents give who sits there today. `SELF`: what
    is the person's, or the machine's, own.
    """

    NATION = "nation"
    REGION = "region"
    CENTRE = "centre"
    STRUCTURE = "structure"
    ORGANISATION = "organisation"
    SEAT = "seat"
    SELF = "self"


class Action(StrEnum):
    """What is done, by the kind of thing it is done to."""

    IMPORT_CENSUS = "census.import"
    READ_STRUCTURES = "structures.read"
    ADD_STRUCTURES = "structures.add"
    CHANGE_STRUCTURES = "structures.change"
    READ_ADVISORS = "advisors.read"
    INVITE_ADVISORS = "advisors.invite"
    CHANGE_ADVISORS = "advisors.change"
    READ_COVERAGE = "coverage.read"
    BE_ADVISOR = "advisor.self"
    MANAGE_CENTRES = "centres.manage"
    OPEN_ACCOUNTS = "accounts.open"
    GIVE_ROLES = "roles.give"
    REMOVE_FACTORS = "factors.remove"
    END_SESSIONS = "sessions.end"
    ERASE_PEOPLE = "people.erase"
    READ_RETENTION = "retention.read"
    READ_PHONES = "phones.read"
    READ_NOTES = "notes.read"
    MANAGE_PARTNERS = "partners.manage"
    PROPOSE_WEBINARS = "webinars.propose"
    SCHEDULE_WEBINARS = "webinars.schedule"
    READ_ALL_WEBINARS = "webinars.read"
    READ_ATTENDANCE = "attendance.read"
    READ_ATTENDANCE_NAMES = "attendance.names"
    MANAGE_COMMITTEES = "committees.manage"
    READ_COMMITTEES = "committees.read"
    READ_DOSSIERS = "dossiers.read"
    OPEN_VOTES = "votes.open"
    CAST_BALLOTS = "ballots.cast"
    READ_EVENTS = "events.read"
    MANAGE_WEBHOOKS = "webhooks.manage"
    MANAGE_CLIENTS = "clients.manage"
    OPERATE = "hub.operate"
    IMPERSONATE = "people.impersonate"


class Right(NamedTuple):
    """A role, and over what it must be held for this."""

    role: Role
    over: Over


NATION: Final = Right(Role.NATIONAL_ADMIN, Over.NATION)
REGION: Final = Right(Role.REGIONAL_REFERENT, Over.REGION)
CENTRE: Final = Right(Role.CENTRE_MANAGER, Over.CENTRE)
STRUCTURE: Final = Right(Role.CENTRE_MANAGER, Over.STRUCTURE)
ADVISOR: Final = Right(Role.ADVISOR, Over.SELF)
PARTNER: Final = Right(Role.PARTNER, Over.ORGANISATION)
CHAIR: Final = Right(Role.CHAIR, Over.SEAT)
SECRETARY: Final = Right(Role.SECRETARY, Over.SEAT)
MEMBER: Final = Right(Role.MEMBER, Over.SEAT)
OPERATOR: Final = Right(Role.OPERATOR, Over.NATION)
CLIENT: Final = Right(Role.CLIENT, Over.SELF)

_SEATED: Final = frozenset({CHAIR, SECRETARY, MEMBER})
_MANAGERS: Final = frozenset({NATION, CENTRE, STRUCTURE})
_READERS: Final = _MANAGERS | {REGION}

RIGHTS: Final[Mapping[Action, frozenset[Right]]] = MappingProxyType(
    {
        Action.IMPORT_CENSUS: frozenset({NATION, CENTRE}),
        Action.READ_STRUCTURES: _READERS,
        Action.ADD_STRUCTURES: frozenset({NATION, CENTRE}),
        Action.CHANGE_STRUCTURES: _MANAGERS,
        Action.READ_ADVISORS: _READERS,
        Action.INVITE_ADVISORS: _MANAGERS,
        Action.CHANGE_ADVISORS: _MANAGERS,
        Action.READ_COVERAGE: frozenset({NATION, REGION, CENTRE}),
        Action.BE_ADVISOR: frozenset({ADVISOR}),
        Action.MANAGE_CENTRES: frozenset({NATION}),
        Action.OPEN_ACCOUNTS: frozenset({NATION}),
        Action.GIVE_ROLES: frozenset({NATION}),
        Action.REMOVE_FACTORS: frozenset({NATION}),
        Action.END_SESSIONS: frozenset({NATION}),
        Action.ERASE_PEOPLE: frozenset({NATION}),
        Action.READ_RETENTION: frozenset({NATION}),
        # Of fields: a person's own telephone is theirs, a note is of those who manage.
        Action.READ_PHONES: _MANAGERS | {ADVISOR},
        Action.READ_NOTES: _MANAGERS,
        Action.MANAGE_PARTNERS: frozenset({NATION}),
        Action.PROPOSE_WEBINARS: frozenset({PARTNER}),
        Action.SCHEDULE_WEBINARS: frozenset({NATION, PARTNER}),
        Action.READ_ALL_WEBINARS: frozenset({NATION}) | _SEATED,
        Action.READ_ATTENDANCE: frozenset({NATION, PARTNER}),
        Action.READ_ATTENDANCE_NAMES: frozenset({NATION}),
        Action.MANAGE_COMMITTEES: frozenset({NATION}),
        Action.READ_COMMITTEES: frozenset({NATION}) | _SEATED,
        Action.READ_DOSSIERS: frozenset({NATION, PARTNER}) | _SEATED,
        Action.OPEN_VOTES: frozenset({CHAIR, SECRETARY}),
        Action.CAST_BALLOTS: frozenset({CHAIR, MEMBER}),
        Action.READ_EVENTS: frozenset({OPERATOR, NATION, CLIENT}),
        Action.MANAGE_WEBHOOKS: frozenset({OPERATOR, NATION}),
        Action.MANAGE_CLIENTS: frozenset({OPERATOR, NATION}),
        Action.OPERATE: frozenset({OPERATOR}),
        Action.IMPERSONATE: frozenset({NATION}),
    }
)

# What a grant must name to reach that much; what the service itself judges asks none.
NAMED: Final[Mapping[Over, frozenset[str]]] = MappingProxyType(
    {
        Over.NATION: frozenset({"all"}),
        Over.REGION: frozenset({"region"}),
        Over.CENTRE: frozenset({"holder"}),
        Over.STRUCTURE: frozenset({"structure"}),
        Over.ORGANISATION: frozenset({"holder"}),
        Over.SEAT: frozenset({"any"}),
        Over.SELF: frozenset({"any"}),
    }
)

SAID: Final[Mapping[Action, str]] = MappingProxyType(
    {
        Action.IMPORT_CENSUS: "import, correct, apply and undo a census",
        Action.READ_STRUCTURES: "read structures",
        Action.ADD_STRUCTURES: "add a structure",
        Action.CHANGE_STRUCTURES: "correct a structure",
        Action.READ_ADVISORS: "read advisors and their addresses",
        Action.INVITE_ADVISORS: "invite advisors",
        Action.CHANGE_ADVISORS: "change, suspend and resume advisors",
        Action.READ_COVERAGE: "read how the territory is covered",
        Action.BE_ADVISOR: "sign the charter, ask for the label",
        Action.MANAGE_CENTRES: "designate and withdraw resource centres",
        Action.OPEN_ACCOUNTS: "open accounts",
        Action.GIVE_ROLES: "give and withdraw roles",
        Action.REMOVE_FACTORS: "take a lost second factor away from another",
        Action.END_SESSIONS: "end another's sessions",
        Action.ERASE_PEOPLE: "erase people, read the proofs",
        Action.READ_RETENTION: "read what is kept how long, and what the nights end",
        Action.READ_PHONES: "read the telephone of an advisor",
        Action.READ_NOTES: "read the reason of a halt",
        Action.MANAGE_PARTNERS: "keep the register of partners",
        Action.PROPOSE_WEBINARS: "propose webinars",
        Action.SCHEDULE_WEBINARS: "date, publish and cancel webinars",
        Action.READ_ALL_WEBINARS: "read every webinar before it is public",
        Action.READ_ATTENDANCE: "read how many come to a webinar, and whence",
        Action.READ_ATTENDANCE_NAMES: "read the names of those who come",
        Action.MANAGE_COMMITTEES: "seat members, change how a committee votes",
        Action.READ_COMMITTEES: "read who sits in the committees",
        Action.READ_DOSSIERS: "read dossiers, votes and decisions",
        Action.OPEN_VOTES: "open and close votes",
        Action.CAST_BALLOTS: "vote",
        Action.READ_EVENTS: "read the feed of events",
        Action.MANAGE_WEBHOOKS: "keep webhooks",
        Action.MANAGE_CLIENTS: "give and revoke API keys",
        Action.OPERATE: "read the journal, settle dead letters, replay, rebuild",
        Action.IMPERSONATE: "act in a person's place, to help them",
    }
)

# Who has one of these signs in with a password and a code.
TWO_FACTORS: Final = frozenset({Role.NATIONAL_ADMIN, Role.OPERATOR})

ROLE_LABELS: Final[dict[Role, tuple[str, str]]] = {
    Role.NATIONAL_ADMIN: ("administration nationale", "national administration"),
    Role.REGIONAL_REFERENT: ("référence régionale", "regional referent"),
    Role.CENTRE_MANAGER: ("gestion du centre", "centre management"),
    Role.ADVISOR: ("conseil", "advisor"),
    Role.PARTNER: ("partenaire privé", "private partner"),
    Role.CHAIR: ("présidence de comité", "committee chair"),
    Role.SECRETARY: ("secrétariat de comité", "committee secretary"),
    Role.MEMBER: ("membre de comité", "committee member"),
    Role.OPERATOR: ("exploitation", "operations"),
    Role.CLIENT: ("machine", "machine"),
}

# What everyone may ask without an account.
PUBLIC: Final[tuple[str, ...]] = (
    "GET /",
    "GET /accessibilite",
    "GET /agenda",
    "GET /agenda.ics",
    "GET /api/docs",
    "GET /api/v1/centres",
    "GET /api/v1/charter",
    "GET /api/v1/event-types",
    "GET /api/v1/event-types/{type_name}",
    "GET /api/v1/openapi.json",
    "GET /api/v1/places",
    "GET /api/v1/reception-points",
    "GET /api/v1/search",
    "GET /api/v1/themes",
    "GET /api/v1/webinars",
    "GET /api/v1/webinars/held",
    "GET /api/v1/webinars/rooms",
    "GET /api/v1/webinars/{webinar_id}",
    "GET /asyncapi.yaml",
    "GET /centres",
    "GET /connexion",
    "GET /connexion/code",
    "GET /connexion/federee",
    "GET /connexion/federee/arret",
    "GET /connexion/federee/depart",
    "GET /connexion/federee/fin",
    "GET /connexion/federee/retour",
    "GET /donnees-personnelles",
    "GET /evenements",
    "GET /evenements/{name}",
    "GET /mot-de-passe",
    "GET /points-accueil",
    "GET /recherche",
    "GET /schemas/{name}.json",
    "GET /webinaires/{webinar_id}",
    "GET /webinaires/{webinar_id}/evenement.ics",
    "POST /api/v1/account/password-links",
    "POST /api/v1/sessions",
    "POST /connexion",
    "POST /connexion/code",
    "POST /deconnexion",
    "POST /mot-de-passe",
)
# What a link that was signed for one person and one purpose opens.
BY_LINK: Final[tuple[str, ...]] = (
    "GET /activation/{token}",
    "GET /calendrier/{token}.ics",
    "GET /desabonnement/{token}",
    "GET /invitation/{token}",
    "GET /compte/adresse/{token}",
    "GET /mot-de-passe/{token}",
    "GET /webinaires/{webinar_id}/inscription",
    "POST /activation/{token}",
    "POST /api/v1/account/email-changes/confirmation",
    "POST /api/v1/account/password-links/use",
    "POST /compte/adresse/{token}",
    "POST /api/v1/invitations/acceptance",
    "POST /desabonnement/{token}",
    "POST /invitation/{token}",
    "POST /mot-de-passe/{token}",
    "POST /webinaires/{webinar_id}/desinscription",
    "POST /webinaires/{webinar_id}/inscription",
)
# What only an installation on one machine serves, and no other.
EMBEDDED: Final[tuple[str, ...]] = (
    "GET /courrier",
    "GET /courrier/{message_id}",
    "GET /courrier/{message_id}/html",
    "GET /courrier/{message_id}/pieces/{index}",
)


def granted() -> dict[str, dict[str, frozenset[str]]]:
    """Return, by action and role, what a grant of the role must name."""
    table: dict[str, dict[str, frozenset[str]]] = {}
    for action, rights in RIGHTS.items():
        roles = table.setdefault(str(action), {})
        for role, over in rights:
            roles[str(role)] = roles.get(str(role), frozenset()) | NAMED[over]
    return table


def roles_for(action: Action) -> frozenset[Role]:
    return frozenset(right.role for right in RIGHTS[action])
