"""What follows from an advisor's name and places."""

from datetime import date
from uuid import UUID

from kit.http.pagination import InvalidCursor, decode_cursor
from schemas.reference import Theme
from services.registry.territories.rules import fold

from .errors import UnknownAffiliation
from .models import Advisor, AdvisorEdit, Affiliation


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


def edited(advisor: Advisor, edit: AdvisorEdit) -> Advisor:
    """Change what the edit gives; themes keep the order of the list of themes.

    Raises:
        UnknownAffiliation: the advisor has no place in one of the structures.
    """
    wanted = {one.structure_id: one.quotity for one in edit.quotities}
    unknown = set(wanted) - set(advisor.structure_ids)
    if unknown:
        raise UnknownAffiliation(structure_id=min(unknown))
    affiliations = tuple(
        one.model_copy(update={"quotity": wanted.get(one.structure_id, one.quotity)})
        for one in advisor.affiliations
    )
    themes = (
        advisor.themes
        if edit.themes is None
        else tuple(str(theme) for theme in Theme if theme in edit.themes)
    )
    return advisor.model_copy(
        update={
            "profile": edit.profile or advisor.profile,
            "themes": themes,
            "affiliations": affiliations,
        }
    )


def is_certified(advisor: Advisor, day: date) -> bool:
    until = advisor.certified_until
    return until is not None and day <= until


def place_of(cursor: str | None) -> UUID | None:
    """Read the id that a list goes on after; names stay out of cursors.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return None
    try:
        return UUID(decode_cursor(cursor))
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidCursor from error
