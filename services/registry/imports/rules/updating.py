"""Changes a record as a file wants, field by field, and only what stood still."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from kit.identity.cards import Card
from schemas.reference import Profile
from services.registry.advisors.models import PROFILE_CODES, Advisor
from services.registry.advisors.models import Affiliation as Place
from services.registry.advisors.rules import search_words, sort_key
from services.registry.imports.models import AdvisorData, Column
from services.registry.structures.models import Structure
from services.registry.structures.rules import town_position
from services.registry.territories.rules import Gazetteer

from .gathering import AdvisorWish, Changed, PlaceWish, StructureWish, taken
from .merging import (
    ADVISOR_FIELDS,
    AFFILIATION_FIELDS,
    STRUCTURE_FIELDS,
    written,
)
from .registering import (
    advisor_data,
    affiliation_of,
    distinct,
    place_at,
    record_fields,
    structure_data,
)

M = TypeVar("M", bound=BaseModel)

Lost = tuple[Column, ...]


def update_structure(
    structure: Structure,
    wish: StructureWish,
    *,
    gazetteer: Gazetteer,
    is_siret_taken: bool,
) -> tuple[Structure, Lost]:
    now = structure_data(structure)
    changed = dict(wish.changed)
    refused: Lost = ()
    if is_siret_taken and changed.pop(Column.SIRET, "") != "":
        refused = (Column.SIRET,)
    after, lost = _updated(now, wish.data, changed, STRUCTURE_FIELDS)
    lost = (*refused, *lost)
    if after == now:
        return structure, lost
    updates = {
        name: value
        for name, value in record_fields(after).items()
        if value != getattr(structure, name)
    }
    if "commune" in updates and not structure.has_own_position:
        point = town_position(after.town_code, gazetteer)
        updates["latitude"] = point.latitude if point else None
        updates["longitude"] = point.longitude if point else None
    return structure.model_copy(update=updates), lost


def update_advisor(
    advisor: Advisor,
    card: Card,
    wish: AdvisorWish,
    places: Mapping[UUID, tuple[Structure, PlaceWish]],
) -> tuple[Advisor, Card, Lost]:
    """Change the record, the card and the places; nobody loses a place by a file."""
    now = advisor_data(advisor, card)
    after, lost = _updated(now, wish.data, wish.changed, ADVISOR_FIELDS)
    affiliations, lost_at = _placed(advisor, places)
    named = _named(card, after)
    new = [one for one, wanted in places.values() if wanted.is_new]
    renamed = named.name != card.name
    updates: dict[str, object] = {
        "profile": PROFILE_CODES[Profile(after.profile)],
        "affiliations": affiliations,
        "departments": distinct([*advisor.departments, *(s.department for s in new)]),
        "regions": distinct([*advisor.regions, *(s.region for s in new)]),
    }
    if after.themes != now.themes:
        updates["themes"] = tuple(str(theme) for theme in after.themes or ())
    if renamed:
        updates["words"] = search_words(named.first_name, named.last_name)
        updates["sort_key"] = sort_key(named.first_name, named.last_name)
    return advisor.model_copy(update=updates), named, (*lost, *lost_at)


def _named(card: Card, data: AdvisorData) -> Card:
    return card.model_copy(
        update={
            "first_name": data.first_name,
            "last_name": data.last_name,
            "phone": data.telephone,
        }
    )


def _placed(
    advisor: Advisor, places: Mapping[UUID, tuple[Structure, PlaceWish]]
) -> tuple[tuple[Place, ...], Lost]:
    kept: dict[UUID, Place] = {one.structure_id: one for one in advisor.affiliations}
    lost: list[Column] = []
    for structure_id, (_, wanted) in places.items():
        place = kept.get(structure_id)
        if place is None:
            kept[structure_id] = place_at(structure_id, wanted.data)
            continue
        now = affiliation_of(place)
        after, more = _updated(now, wanted.data, wanted.changed, AFFILIATION_FIELDS)
        said = {"starts_on": after.since, "quotity": after.share}
        kept[structure_id] = place.model_copy(update=said)
        lost += more
    return tuple(kept.values()), tuple(lost)


def _updated(
    now: M, wanted: M, changed: Changed, fields: Mapping[Column, tuple[str, ...]]
) -> tuple[M, Lost]:
    values = {column: getattr(now, names[0]) for column, names in fields.items()}
    reads = {
        column: None if value is None else written(value)
        for column, value in values.items()
    }
    updates, lost = taken(now, wanted, changed, fields=fields, written=reads)
    return (now.model_copy(update=updates) if updates else now), lost
