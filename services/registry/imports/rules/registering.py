"""Between the words of a census and the records of the register."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from kit.identity.cards import Card
from schemas.reference import Profile, Theme
from services.registry.advisors.models import PROFILE_CODES, Advisor, Origin
from services.registry.advisors.models import Affiliation as Place
from services.registry.advisors.rules import search_words, sort_key
from services.registry.imports.models import (
    AdvisorData,
    Affiliation,
    KnownAdvisor,
    KnownStructure,
    StructureData,
)
from services.registry.structures.models import Provenance, Structure
from services.registry.structures.rules import town_position
from services.registry.territories.rules import Gazetteer

PROFILES = {code: profile for profile, code in PROFILE_CODES.items()}
COUNTED = frozenset({"version", "sequence"})
ON_CARD = ("first_name", "last_name", "email", "phone")


def structure_data(structure: Structure) -> StructureData:
    return StructureData(
        name=structure.name,
        type=structure.kind,
        siret=structure.siret,
        address=structure.address,
        postcode=structure.postcode,
        town=structure.town,
        town_code=structure.commune,
        department=structure.department,
        region=structure.region,
        reception_point=structure.is_reception_point,
        telephone=structure.phone,
        email=structure.email,
        website=structure.website,
    )


def known_structure(structure: Structure) -> KnownStructure:
    return KnownStructure(
        id=structure.id,
        holder_id=structure.centre_id,
        data=structure_data(structure),
    )


def advisor_data(advisor: Advisor, card: Card) -> AdvisorData:
    themes = tuple(sorted(Theme(code) for code in advisor.themes))
    return AdvisorData(
        last_name=card.last_name,
        first_name=card.first_name,
        email=card.email,
        telephone=card.phone,
        profile=PROFILES[advisor.profile],
        themes=themes or None,
    )


def known_advisor(advisor: Advisor, card: Card) -> KnownAdvisor:
    return KnownAdvisor(
        id=advisor.id,
        holder_id=advisor.centre_id,
        data=advisor_data(advisor, card),
        affiliations={
            place.structure_id: affiliation_of(place) for place in advisor.affiliations
        },
    )


def affiliation_of(place: Place) -> Affiliation:
    return Affiliation(since=place.starts_on, share=place.quotity)


def record_fields(data: StructureData) -> dict[str, object]:
    """Name the fields of a structure as the register does."""
    return {
        "name": data.name,
        "kind": data.type,
        "siret": data.siret,
        "address": data.address,
        "postcode": data.postcode,
        "town": data.town,
        "commune": data.town_code,
        "department": data.department,
        "region": data.region,
        "is_reception_point": bool(data.reception_point),
        "phone": data.telephone,
        "email": data.email,
        "website": data.website,
    }


def new_structure(
    data: StructureData,
    *,
    structure_id: UUID,
    holder_id: UUID | None,
    origin: Origin,
    gazetteer: Gazetteer,
) -> Structure:
    point = town_position(data.town_code, gazetteer)
    return Structure.model_validate(
        record_fields(data)
        | {
            "id": structure_id,
            "centre_id": holder_id,
            "provenance": Provenance(batch_id=origin.batch_id, line=origin.line),
            "latitude": point.latitude if point else None,
            "longitude": point.longitude if point else None,
        }
    )


def new_card(data: AdvisorData, *, person_id: UUID, holder_id: UUID | None) -> Card:
    return Card(
        id=person_id,
        first_name=data.first_name,
        last_name=data.last_name,
        email=data.email,
        phone=data.telephone,
        centre_id=holder_id,
    )


def new_advisor(
    data: AdvisorData,
    *,
    advisor_id: UUID,
    card: Card,
    holder_id: UUID | None,
    places: Iterable[tuple[Structure, Affiliation]],
    origin: Origin,
    at: datetime,
) -> Advisor:
    kept = list(places)
    return Advisor(
        id=advisor_id,
        person_id=card.id,
        centre_id=holder_id,
        affiliations=tuple(place_at(one.id, said) for one, said in kept),
        profile=PROFILE_CODES[Profile(data.profile)],
        themes=tuple(str(theme) for theme in data.themes or ()),
        departments=distinct(one.department for one, _ in kept),
        regions=distinct(one.region for one, _ in kept),
        status="listed",
        listed_at=at,
        origin=origin,
        words=search_words(card.first_name, card.last_name),
        sort_key=sort_key(card.first_name, card.last_name),
    )


def place_at(structure_id: UUID, said: Affiliation) -> Place:
    return Place(structure_id=structure_id, starts_on=said.since, quotity=said.share)


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def digest_of(record: BaseModel, card: Card | None = None) -> str:
    """Name what a record says, to see later whether anybody changed it."""
    text = record.model_dump_json(exclude=set(COUNTED))
    if card is not None:
        text += card.model_dump_json(include=set(ON_CARD))
    return hashlib.sha256(text.encode()).hexdigest()
