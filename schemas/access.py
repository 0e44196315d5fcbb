"""Who may do what: the roles, the actions, and the one table between them."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A grant binds a role to its holder: a centre, an organisation, the nation."""

    NATIONAL_ADMIN = "national_admin"
    REGIONAL_REFERENT = "regional_referent"
    CENTRE_MANAGER = "centre_manager"
    ADVISOR = "advisor"
    PARTNER = "partner"
    MEMBER = "member"
    OPERATOR = "operator"
    CLIENT = "client"


class Action(StrEnum):
    IMPORT_CENSUS = "census.import"
    READ_STRUCTURES = "structures.read"
    CHANGE_STRUCTURES = "structures.change"
    READ_ADVISORS = "advisors.read"
    INVITE_ADVISORS = "advisors.invite"
    CHANGE_ADVISORS = "advisors.change"
    BE_ADVISOR = "advisor.self"
    MANAGE_CENTRES = "centres.manage"
    OPEN_ACCOUNTS = "accounts.open"
    MANAGE_PARTNERS = "partners.manage"
    PROPOSE_WEBINARS = "webinars.propose"
    SCHEDULE_WEBINARS = "webinars.schedule"
    READ_ALL_WEBINARS = "webinars.read"
    MANAGE_COMMITTEES = "committees.manage"
    READ_COMMITTEES = "committees.read"
    READ_EVENTS = "events.read"
    MANAGE_WEBHOOKS = "webhooks.manage"
    MANAGE_CLIENTS = "clients.manage"
    OPERATE = "hub.operate"


_R = Role
RIGHTS: Final[dict[Action, frozenset[Role]]] = {
    Action.IMPORT_CENSUS: frozenset({_R.NATIONAL_ADMIN, _R.CENTRE_MANAGER}),
    Action.READ_STRUCTURES: frozenset({_R.NATIONAL_ADMIN, _R.CENTRE_MANAGER}),
    Action.CHANGE_STRUCTURES: frozenset({_R.NATIONAL_ADMIN, _R.CENTRE_MANAGER}),
    Action.READ_ADVISORS: frozenset({_R.NATIONAL_ADMIN, _R.CENTRE_MANAGER}),
    Action.INVITE_ADVISORS: frozenset({_R.NATIONAL_ADMIN, _R.CENTRE_MANAGER}),
    Action.CHANGE_ADVISORS: frozenset({_R.NATIONAL_ADMIN, _R.CENTRE_MANAGER}),
    Action.BE_ADVISOR: frozenset({_R.ADVISOR}),
    Action.MANAGE_CENTRES: frozenset({_R.NATIONAL_ADMIN}),
    Action.OPEN_ACCOUNTS: frozenset({_R.NATIONAL_ADMIN}),
    Action.MANAGE_PARTNERS: frozenset({_R.NATIONAL_ADMIN}),
    Action.PROPOSE_WEBINARS: frozenset({_R.PARTNER}),
    Action.SCHEDULE_WEBINARS: frozenset({_R.NATIONAL_ADMIN, _R.PARTNER}),
    Action.READ_ALL_WEBINARS: frozenset({_R.NATIONAL_ADMIN, _R.MEMBER}),
    Action.MANAGE_COMMITTEES: frozenset({_R.NATIONAL_ADMIN}),
    Action.READ_COMMITTEES: frozenset({_R.NATIONAL_ADMIN, _R.MEMBER}),
    Action.READ_EVENTS: frozenset({_R.OPERATOR, _R.NATIONAL_ADMIN, _R.CLIENT}),
    Action.MANAGE_WEBHOOKS: frozenset({_R.OPERATOR, _R.NATIONAL_ADMIN}),
    Action.MANAGE_CLIENTS: frozenset({_R.OPERATOR, _R.NATIONAL_ADMIN}),
    Action.OPERATE: frozenset({_R.OPERATOR}),
}

ROLE_LABELS: Final[dict[Role, tuple[str, str]]] = {
    _R.NATIONAL_ADMIN: ("administration nationale", "national administration"),
    _R.REGIONAL_REFERENT: ("référence régionale", "regional referent"),
    _R.CENTRE_MANAGER: ("gestion du centre", "centre management"),
    _R.ADVISOR: ("conseil", "advisor"),
    _R.PARTNER: ("partenaire privé", "private partner"),
    _R.MEMBER: ("membre de comité", "committee member"),
    _R.OPERATOR: ("exploitation", "operations"),
    _R.CLIENT: ("machine", "machine"),
}
