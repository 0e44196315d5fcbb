"""What is told by which channel to whom: defaults by role, then the person's choice."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from schemas.access import Role
from services.notifications.templates.models import Channel, Family

from .errors import FamilyIsMandatory
from .models import Choice, Preferences

# An administrator sees every vote on the pages: the e-mail is for who has to vote.
MUTED_BY_DEFAULT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Role.NATIONAL_ADMIN: frozenset({"committees.email", "webinars.email"}),
        Role.OPERATOR: frozenset({"committees.email", "webinars.email"}),
    }
)


def code(family: Family, channel: Channel) -> str:
    return f"{family}.{channel}"


def defaults(roles: Collection[str]) -> frozenset[str]:
    """Return what is muted for somebody who never chose: what every role mutes."""
    muted = [MUTED_BY_DEFAULT.get(role, frozenset()) for role in roles]
    return frozenset.intersection(*muted) if muted else frozenset()


def is_wanted(
    family: Family, channel: Channel, *, muted: Collection[str] | None, role: str
) -> bool:
    """Tell whether to send; `muted` is None when the person never chose."""
    if family.is_mandatory:
        return True
    refused = defaults([role]) if muted is None else muted
    return code(family, channel) not in refused


def choose(preferences: Preferences, muted: Iterable[str]) -> Preferences:
    """Return the preferences with this and nothing else muted.

    Raises:
        FamilyIsMandatory: one of them is not the person's to refuse.
    """
    chosen = sorted(set(muted))
    for one in chosen:
        family = Family(one.partition(".")[0])
        if family.is_mandatory:
            raise FamilyIsMandatory(family=family.value)
    return preferences.model_copy(update={"muted": tuple(chosen)})


def refused(wanted: Collection[str]) -> list[str]:
    """Return what the boxes that are not ticked refuse."""
    return [
        code(family, channel)
        for family in Family
        for channel in Channel
        if not family.is_mandatory and code(family, channel) not in wanted
    ]


def choices(muted: Collection[str]) -> list[Choice]:
    return [
        Choice(
            family=family,
            channel=channel,
            is_mandatory=family.is_mandatory,
            is_wanted=family.is_mandatory or code(family, channel) not in muted,
        )
        for family in Family
        for channel in Channel
    ]
