"""What a partner's standing allows."""

from datetime import date
from uuid import UUID

from kit.http.pagination import InvalidCursor, decode_cursor
from services.registry.territories.rules import fold

from .models import NewPartner, Organisation, PartnerEdit


def organisation_of(partner: NewPartner) -> Organisation:
    return Organisation(
        name=partner.name,
        name_key=fold(partner.name),
        fee_cents=partner.fee_cents,
        paid_until=partner.paid_until,
    )


def edited(partner: Organisation, edit: PartnerEdit) -> Organisation:
    """Change what the edit gives, and only that."""
    given = edit.model_dump(exclude_unset=True)
    kept = {
        name: value
        for name, value in given.items()
        if value is not None or name == "paid_until"
    }
    name = str(kept.get("name", partner.name))
    return partner.model_copy(update={**kept, "name_key": fold(name)})


def may_propose(partner: Organisation, day: date) -> bool:
    """Tell whether the partner is a member and has paid: then it may publish."""
    is_paid = partner.paid_until is not None and day <= partner.paid_until
    return partner.is_member and is_paid


def place_of(cursor: str | None) -> UUID | None:
    """Read the id that a list goes on after.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return None
    try:
        return UUID(decode_cursor(cursor))
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidCursor from error
