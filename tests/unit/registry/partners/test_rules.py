"""REG-30: what a partner's standing allows."""

from datetime import date
from typing import Any

import pytest

from services.registry.partners.models import NewPartner, Organisation, PartnerEdit
from services.registry.partners.rules import edited, may_propose, organisation_of

TODAY = date(2026, 11, 20)


def partner(**more: Any) -> Organisation:
    joined = organisation_of(NewPartner(name="Studio Web", fee_cents=50_000))
    return joined.model_copy(update=more)


@pytest.mark.parametrize(
    ("is_member", "paid_until", "may"),
    [
        (True, TODAY, True),
        (True, date(2026, 11, 19), False),
        (True, None, False),
        (False, date(2027, 1, 1), False),
    ],
)
def test_a_paid_member_may_propose(
    *, is_member: bool, paid_until: date | None, may: bool
) -> None:
    one = partner(is_member=is_member, paid_until=paid_until)

    assert may_propose(one, TODAY) is may


def test_an_edit_changes_only_what_it_gives() -> None:
    one = partner(paid_until=TODAY)

    renamed = edited(one, PartnerEdit(name="Studio Élan"))
    unpaid = edited(one, PartnerEdit(paid_until=None))

    assert (renamed.name, renamed.name_key) == ("Studio Élan", "studio elan")
    assert renamed.paid_until == TODAY
    assert (unpaid.paid_until, unpaid.name) == (None, "Studio Web")
