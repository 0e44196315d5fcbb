"""Asking for the label, and applying what the committee decided."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.ids import new_id
from kit.mongo import Mongo, Transaction
from kit.texts.dates import PARIS
from schemas.events.governance import DecisionFact
from services.registry.advisors.facts import certification_requested
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.advisors.rules import is_certified

from . import facts, rules
from .models import CertificationStanding, RequestView
from .repository import DossierRepository

Names = Callable[[Iterable[UUID]], Awaitable[Mapping[UUID, str]]]


class CertificationService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        advisors: AdvisorRepository,
        dossiers: DossierRepository,
        structures: Names,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._advisors = advisors
        self._dossiers = dossiers
        self._structures = structures
        self._clock = clock

    async def standing(self, caller: Caller) -> CertificationStanding:
        """Tell where the caller's label stands."""
        advisor = await self._advisors.get_of_person(caller.person)
        day = self._clock().astimezone(PARIS).date()
        until = advisor.certified_until
        return CertificationStanding(
            advisor=advisor,
            is_certified=is_certified(advisor, day),
            may_request=rules.may_request(advisor, day=day),
            renewable_from=None if until is None else until - rules.RENEWABLE_BEFORE,
        )

    async def request(self, caller: Caller) -> RequestView:
        """Open the dossier and note the request: both, or neither.

        Raises:
            AdvisorNotFound: the caller is no advisor.
            NotCertifiable, AlreadyRequested, StillCertified: the state forbids it.
        """
        before = await self._advisors.get_of_person(caller.person)
        now = self._clock()
        day = now.astimezone(PARIS).date()
        rules.check_may_request(before, day=day)
        structures = await self._structures(before.structure_ids)
        dossier_id = new_id()

        async def do(tx: Transaction) -> RequestView:
            number = await self._dossiers.next_number(day.year, tx=tx)
            dossier = rules.dossier_of(
                before, id_=dossier_id, number=number, structures=structures, at=now
            )
            await self._dossiers.add(dossier, facts.opened(dossier), at=now, tx=tx)
            after = rules.requested(before, dossier)
            told = certification_requested(after)
            await self._advisors.change(before, after, told, at=now, tx=tx)
            return RequestView(
                advisor_id=before.id, dossier_id=dossier.id, dossier_number=number
            )

        return await self._mongo.transaction(do)

    async def apply(self, decision: DecisionFact) -> None:
        """Grant or refuse the label; the same decision told again changes nothing."""
        found = await self._advisors.by_ids(
            [decision.object_id], scope=rules.BY_DECISION
        )
        before: Advisor | None = found.get(decision.object_id)
        if before is None or not rules.is_answer(before, decision):
            return
        after = rules.decided(before, decision)
        await self._advisors.change(
            before, after, facts.answered(after), at=self._clock()
        )
