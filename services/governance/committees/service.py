"""What can be done with committees."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.mongo import Mongo, Transaction
from kit.texts.dates import PARIS
from schemas.access import Action, Role
from schemas.documents.governance import Committee, VotingRules
from schemas.events.governance import (
    CommitteeCode,
    CommitteeEstablished,
    CommitteeFact,
    CommitteeRulesChanged,
    MemberLeft,
    MemberSeated,
)
from services.governance.organisations.models import Organisation
from services.governance.organisations.repository import OrganisationRepository

from . import facts, rules
from .errors import AddressUnknown, PersonUnknown
from .models import Appointment, AppointmentForm, Sheet, Standing
from .repository import CommitteeRepository

OFFERED_ORGANISATIONS = 2_000


class CommitteeService:
    def __init__(
        self,
        *,
        committees: CommitteeRepository,
        organisations: OrganisationRepository,
        cards: Cards,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._committees = committees
        self._organisations = organisations
        self._cards = cards
        self._mongo = mongo
        self._clock = clock

    async def establish(self) -> None:
        """Found the four committees that do not exist yet."""
        today = self._today()
        founded = [
            (one, facts.told(CommitteeEstablished, one, today=today))
            for one in rules.FOUNDED
        ]
        await self._committees.add_missing(founded, at=self._clock())

    async def committee(
        self, code: CommitteeCode, *, tx: Transaction | None = None
    ) -> Committee:
        return await self._committees.get(code, tx=tx)

    async def get(self, code: CommitteeCode) -> Sheet:
        return (await self._sheets([await self._committees.get(code)]))[0]

    async def list_all(self) -> list[Sheet]:
        return await self._sheets(await self._committees.list_all())

    async def organisations_to_choose(self) -> list[Organisation]:
        return await self._organisations.list_first(limit=OFFERED_ORGANISATIONS)

    async def standing(self, caller: Caller) -> Standing:
        """Return how the caller stands today before the committees."""
        person_id, today = caller.person, self._today()
        committees = await self._committees.with_seat_of(person_id)
        seats = {
            one.code: rules.standing_in(one, person_id, today) for one in committees
        }
        return Standing(
            person_id=person_id,
            is_admin=caller.may(Action.MANAGE_COMMITTEES),
            seats={code: role for code, role in seats.items() if role is not None},
            organisations=frozenset(
                grant.holder_id
                for grant in caller.grants
                if grant.role == Role.PARTNER and grant.holder_id is not None
            ),
        )

    async def seat(self, code: CommitteeCode, appointment: Appointment) -> Sheet:
        if await self._cards.find(appointment.person_id) is None:
            raise PersonUnknown
        today = self._today()
        return await self._change(
            code,
            lambda committee: rules.seat(committee, appointment, today=today),
            MemberSeated,
        )

    async def seat_by_address(
        self, code: CommitteeCode, form: AppointmentForm
    ) -> Sheet:
        """Seat who has this e-mail address."""
        found = await self._cards.with_emails([form.email])
        card = found.get(form.email.lower())
        if card is None:
            raise AddressUnknown
        return await self.seat(code, form.appointment(card.id))

    async def unseat(self, code: CommitteeCode, person_id: UUID) -> Sheet:
        today = self._today()
        return await self._change(
            code,
            lambda committee: rules.unseat(committee, person_id, today=today),
            MemberLeft,
        )

    async def unseat_everywhere(self, person_id: UUID) -> int:
        """End the seats that a person has today; return how many there were."""
        today = self._today()
        sitting = [
            one.code
            for one in await self._committees.with_seat_of(person_id)
            if rules.standing_in(one, person_id, today) is not None
        ]
        for code in sitting:
            await self.unseat(code, person_id)
        return len(sitting)

    async def rule(
        self, code: CommitteeCode, wanted: VotingRules, *, version: int
    ) -> Sheet:
        """Change how the committee votes from now on.

        Raises:
            StaleVersion: the committee changed since the caller read it.
        """
        read = await self._committees.get(code)
        before = read.model_copy(update={"version": version})
        after = before.model_copy(update={"rules": wanted})
        told = facts.told(CommitteeRulesChanged, after, today=self._today())
        changed = await self._committees.change(before, after, told, at=self._clock())
        return (await self._sheets([changed]))[0]

    async def _change(
        self,
        code: CommitteeCode,
        decide: Callable[[Committee], Committee],
        kind: type[CommitteeFact],
    ) -> Sheet:
        """Change seats one after the other: nobody refuses anybody with a 412."""

        async def do(tx: Transaction) -> Committee:
            before = await self._committees.get(code, tx=tx)
            after = decide(before)
            told = facts.told(kind, after, today=self._today())
            return await self._committees.change(
                before, after, told, at=self._clock(), tx=tx
            )

        return (await self._sheets([await self._mongo.transaction(do)]))[0]

    async def _sheets(self, committees: Sequence[Committee]) -> list[Sheet]:
        members = [member for one in committees for member in one.members]
        names = await self._cards.names(member.person_id for member in members)
        organisations = await self._organisations.names(
            member.organisation_id for member in members
        )
        today = self._today()
        return [Sheet(one, names, organisations, today) for one in committees]

    def _today(self) -> date:
        return self._clock().astimezone(PARIS).date()
