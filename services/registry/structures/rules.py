"""What follows from what was written of a structure: pure decisions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import phonenumbers

from services.registry.territories.models import Position
from services.registry.territories.rules import Gazetteer

from .models import NewStructure, Structure


def begin(
    new: NewStructure, *, holder_id: UUID | None, gazetteer: Gazetteer
) -> Structure:
    """Make the record of a structure that was told by hand."""
    fields = new.model_dump() | {"centre_id": holder_id}
    return Structure(**fields | _placed(fields, gazetteer))


def edit(
    structure: Structure, changes: Mapping[str, Any], *, gazetteer: Gazetteer
) -> Structure:
    """Return the record with the changes, moved as a whole when its town changes."""
    fields = structure.model_dump(include=set(Structure.model_fields)) | {**changes}
    if "latitude" not in changes and not structure.has_own_position:
        fields |= {"latitude": None, "longitude": None}
    # Through validation, so that nothing that no edit allows gets in.
    return Structure.model_validate(fields | _placed(fields, gazetteer))


def town_position(commune: str, gazetteer: Gazetteer) -> Position | None:
    """Place a structure in the middle of its town, when nothing better is known."""
    found = gazetteer.find(commune)
    return gazetteer.position_of(found) if found else None


def national_phone(number: str) -> str:
    """Write a number in E.164 as one reads it aloud in its country."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    return str(phonenumbers.format_number(parsed, form))


def capital(text: str) -> str:
    """Begin with a capital, and keep the others: `CCI` stays."""
    return text[:1].upper() + text[1:]


def _placed(fields: Mapping[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    commune = gazetteer.named(fields["town"], postcode=fields["postcode"])
    place: dict[str, Any] = {}
    if commune is not None:
        place = {
            "town": commune.name,
            "commune": commune.current_code,
            "department": commune.department,
            "region": commune.region,
        }
    has_own = fields["latitude"] is not None
    code = place.get("commune") or fields.get("commune", "")
    point = None if has_own else town_position(code, gazetteer)
    if point is not None:
        place |= {"latitude": point.latitude, "longitude": point.longitude}
    return place | {"has_own_position": has_own}
