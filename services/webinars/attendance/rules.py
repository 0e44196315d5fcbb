"""Counting who comes, so that nobody is recognised: pure decisions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from services.webinars.people.models import Advisor
from services.webinars.registrations.models import Registration

from .models import Attendance, Coming, Share

# Fewer than these are counted among others: alone in a department, one has a name.
FEW: Final = 3


def attendance(
    registrations: Sequence[Registration], advisors: Mapping[UUID, Advisor]
) -> Attendance:
    held = [one for one in registrations if one.is_held]
    known = [advisors.get(one.person_id) for one in held]
    return Attendance(
        registered=len(held),
        given_back=len(registrations) - len(held),
        departments=shares(
            one.departments[0] if one and one.departments else None for one in known
        ),
        profiles=shares(one.profile if one else None for one in known),
    )


def shares(codes: Iterable[str | None]) -> tuple[Share, ...]:
    """Count by code, the most first; those too few, and without a code, come last."""
    counted = Counter(codes)
    told = {code: n for code, n in counted.items() if code is not None and n >= FEW}
    others = counted.total() - sum(told.values())
    ranked = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    found = [Share(code=code, count=count) for code, count in ranked]
    return (*found, *([Share(code=None, count=others)] if others else []))


def coming(
    registrations: Iterable[Registration], names: Mapping[UUID, str]
) -> tuple[Coming, ...]:
    """Name those who hold a seat, first come first; an erased person has no name."""
    return tuple(
        Coming(
            person_id=one.person_id,
            name=names.get(one.person_id, ""),
            registered_at=one.registered_at,
        )
        for one in sorted(registrations, key=lambda one: one.registered_at)
        if one.is_held
    )
