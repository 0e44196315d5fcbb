"""How a dossier moves along its path."""

import pytest

from kit.ids import new_id
from schemas.documents.governance import Dossier
from schemas.events.governance import DossierClosed, DossierForwarded
from services.governance.dossiers import facts, rules
from services.governance.dossiers.errors import DossierIsClosed
from tests.support.governance import NOON, a_dossier


def decided(dossier: Dossier, *, index: int, is_adopted: bool) -> Dossier:
    return rules.decide(
        dossier,
        index=index,
        is_adopted=is_adopted,
        decision_id=new_id(),
        decision_number="CPP-2026-001",
        at=NOON,
    )


class TestDecide:
    def test_adopted_by_the_first_goes_on_to_the_next(self) -> None:
        dossier = decided(a_dossier(), index=0, is_adopted=True)

        assert [step.state for step in dossier.path] == ["adopted", "current"]
        assert dossier.state == "open"
        told = facts.moved(dossier, by="private_partners")
        assert isinstance(told, DossierForwarded)
        assert told.committee == "pedagogical"

    def test_adopted_by_the_last_is_adopted(self) -> None:
        first = decided(a_dossier(), index=0, is_adopted=True)

        dossier = decided(first, index=1, is_adopted=True)

        assert dossier.state == "adopted"
        assert isinstance(facts.moved(dossier, by="pedagogical"), DossierClosed)

    def test_rejected_by_the_first_never_reaches_the_next(self) -> None:
        dossier = decided(a_dossier(), index=0, is_adopted=False)

        assert dossier.state == "rejected"
        assert [step.state for step in dossier.path] == ["rejected", "waiting"]
        told = facts.moved(dossier, by="private_partners")
        assert isinstance(told, DossierClosed)
        assert (told.committee, told.state) == ("private_partners", "rejected")


class TestStepToVoteOn:
    def test_is_the_current_one(self) -> None:
        index, step = rules.step_to_vote_on(a_dossier())

        assert (index, step.committee) == (0, "private_partners")

    @pytest.mark.parametrize("state", ["adopted", "rejected", "withdrawn"])
    def test_is_none_in_a_closed_dossier(self, state: str) -> None:
        closed = a_dossier().model_copy(update={"state": state})

        with pytest.raises(DossierIsClosed):
            rules.step_to_vote_on(closed)
