"""SEC-10: a telephone and a private note are read only where the role says so."""

import pytest

from kit.identity.callers import Caller, Grant
from kit.identity.cards import Card
from kit.ids import new_id
from schemas.access import Action, Role, granted
from services.registry.advisors.models import Advisor, AdvisorView, Affiliation

PHONE = "+33467120017"
READERS = {Role.NATIONAL_ADMIN, Role.CENTRE_MANAGER, Role.ADVISOR}


def caller_as(role: Role) -> Caller:
    is_national = role in {Role.NATIONAL_ADMIN, Role.OPERATOR}
    grant = Grant(role) if is_national else Grant(role, new_id())
    return Caller(kind="person", grants=(grant,), rights=granted())


def shown_to(role: Role) -> AdvisorView:
    person_id = new_id()
    place = Affiliation(structure_id=new_id(), phone=PHONE)
    advisor = Advisor(person_id=person_id, affiliations=(place,))
    card = Card(id=person_id, first_name="Nadia", last_name="Belkacem", phone=PHONE)
    return AdvisorView.of(advisor, card, caller=caller_as(role))


@pytest.mark.parametrize("role", Role)
def test_a_telephone_is_for_those_who_hold_the_record(role: Role) -> None:
    view = shown_to(role)

    phones = {view.phone, view.affiliations[0].phone}
    assert phones == ({PHONE} if role in READERS else {None})
    assert view.last_name == "Belkacem"


@pytest.mark.parametrize("role", Role)
def test_a_note_is_for_those_who_manage(role: Role) -> None:
    may_read = caller_as(role).may(Action.READ_NOTES)

    assert may_read == (role in {Role.NATIONAL_ADMIN, Role.CENTRE_MANAGER})
