"""How a change to a partner is told."""

from schemas.events.registry import PartnerJoined, PartnerStandingChanged

from .models import Organisation


def joined(partner: Organisation) -> PartnerJoined:
    return PartnerJoined(
        organisation_id=partner.id,
        name=partner.name,
        is_member=partner.is_member,
        paid_until=partner.paid_until,
    )


def standing_changed(partner: Organisation) -> PartnerStandingChanged:
    return PartnerStandingChanged(
        organisation_id=partner.id,
        name=partner.name,
        is_member=partner.is_member,
        paid_until=partner.paid_until,
    )
