"""Inviting advisors; notifications writes the e-mail, on reading the event."""

from collections.abc import Iterable
from uuid import UUID

from kit.clock import Clock
from kit.errors import StaleVersion
from kit.identity.cards import Cards
from kit.scope import Scope
from services.registry.advisors import facts
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.enrolment.errors import IllegalStep, NoEmail
from services.registry.enrolment.models import InvitedView, Refusal
from services.registry.enrolment.rules import invite


class InvitationService:
    def __init__(
        self, *, advisors: AdvisorRepository, cards: Cards, clock: Clock
    ) -> None:
        self._advisors = advisors
        self._cards = cards
        self._clock = clock

    async def invite(self, advisor_id: UUID, *, scope: Scope) -> Advisor:
        """Invite one, or invite again.

        Raises:
            AdvisorNotFound: nobody in scope has this id.
            NotInvitable: the advisor is further than that.
            NoEmail: there is no address to write to.
        """
        advisor = await self._advisors.get(advisor_id, scope=scope)
        card = await self._cards.find(advisor.person_id)
        return await self._invite(advisor, has_email=bool(card and card.email))

    async def invite_many(
        self, advisor_ids: Iterable[UUID], *, scope: Scope
    ) -> InvitedView:
        """Invite those who can be; the others are named with the reason."""
        wanted = list(dict.fromkeys(advisor_ids))
        found = await self._advisors.by_ids(wanted, scope=scope)
        cards = await self._cards.by_ids(one.person_id for one in found.values())
        with_email = {card.id for card in cards.values() if card.email}
        answer = InvitedView(invited=[], refused=[])
        for id_ in wanted:
            refusal = await self._try(id_, found.get(id_), with_email)
            if refusal is None:
                answer.invited.append(id_)
            else:
                answer.refused.append(refusal)
        return answer

    async def _try(
        self, id_: UUID, advisor: Advisor | None, with_email: set[UUID]
    ) -> Refusal | None:
        if advisor is None:
            return Refusal(advisor_id=id_, reason="not_found")
        try:
            await self._invite(advisor, has_email=advisor.person_id in with_email)
        except IllegalStep:
            return Refusal(advisor_id=id_, reason="illegal_step")
        except NoEmail:
            return Refusal(advisor_id=id_, reason="no_email")
        except StaleVersion:
            return Refusal(advisor_id=id_, reason="changed")
        return None

    async def _invite(self, advisor: Advisor, *, has_email: bool) -> Advisor:
        now = self._clock()
        invited = invite(advisor, at=now)
        if not has_email:
            raise NoEmail
        told = facts.invited(invited)
        return await self._advisors.change(advisor, invited, told, at=now)
