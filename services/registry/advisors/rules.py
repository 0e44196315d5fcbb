"""What follows from an advisor's name and places."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.registry.territories.rules import fold

from .errors import UnknownAffiliation
from .models import Advisor, Affiliation


def search_words(first_name: str, last_name: str) -> tuple[str, ...]:
    """Return the folded words by which a search finds this person."""
    return tuple(dict.fromkeys(fold(f"{last_name} {first_name}").split()))


def sort_key(first_name: str, last_name: str) -> str:
    """Order by family name, as registers do."""
    return f"{fold(last_name)} {fold(first_name)}".strip()


def prefixes(name: str) -> tuple[str, ...]:
    """Return the beginnings that every word of a search must have."""
    return tuple(fold(name[:200]).split()[:5])


def is_current(affiliation: Affiliation, day: date) -> bool:
    has_begun = affiliation.starts_on is None or affiliation.starts_on <= day
    return has_begun and (affiliation.ends_on is None or day <= affiliation.ends_on)


def with_quotities(
    advisor: Advisor, quotities: Iterable[tuple[UUID, float | None]]
) -> Advisor:
    """Set the share of time at structures where the advisor works.

    Raises:
        UnknownAffiliation: the advisor has no place in one of them.
    """
    wanted = dict(quotities)
    unknown = set(wanted) - set(advisor.structure_ids)
    if unknown:
        raise UnknownAffiliation(structure_id=min(unknown))
    affiliations = tuple(
        one.model_copy(update={"quotity": wanted.get(one.structure_id, one.quotity)})
        for one in advisor.affiliations
    )
    return advisor.model_copy(update={"affiliations": affiliations})


def is_certified(advisor: Advisor, day: date) -> bool:
    until = advisor.certified_until
    return until is not None and day <= until
