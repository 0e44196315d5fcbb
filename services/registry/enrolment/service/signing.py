"""Reading and signing the charter."""

from kit.clock import Clock
from kit.identity.callers import Caller
from services.registry.advisors import facts
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.charter.models import CharterSignature
from services.registry.charter.rules import CURRENT, check_read
from services.registry.enrolment.rules import sign


class SigningService:
    def __init__(self, *, advisors: AdvisorRepository, clock: Clock) -> None:
        self._advisors = advisors
        self._clock = clock

    async def sign(self, caller: Caller, signature: CharterSignature) -> Advisor:
        """Sign the text in force: the version and the hash are kept, dated.

        Raises:
            CharterChanged: another text was read.
            NotSignable, AlreadySigned: the state does not ask for it.
        """
        check_read(signature, current=CURRENT)
        now = self._clock()
        before = await self._advisors.get_of_person(caller.person)
        after = sign(before, version=CURRENT.version, hash_=CURRENT.hash, at=now)
        is_new = before.status == "enrolled"
        told = facts.activated(after) if is_new else facts.charter_signed(after)
        return await self._advisors.change(before, after, told, at=now)
