"""Where acting for another, and what people see of it, meet the rest."""

from kit.identity.acting import Standing
from kit.platform import IDENTITY, Platform
from kit.trace import Recorder

from .accounts.repository import AccountRepository
from .accounts.service import Places
from .consultations.service import ConsultationService
from .impersonations.repository import ImpersonationRepository
from .impersonations.service import ImpersonationService


def help_of(
    platform: Platform, *, accounts: AccountRepository, places: Places
) -> dict[type, object]:
    """Build acting for another, and what the person concerned is shown of it."""
    occasions = ImpersonationRepository(platform.collection(IDENTITY, "impersonations"))
    return {
        Recorder: platform.recorder,
        ImpersonationService: ImpersonationService(
            mongo=platform.mongo,
            occasions=occasions,
            accounts=accounts,
            cards=platform.cards,
            standing=Standing(platform.collection(IDENTITY, "sessions")),
            places=places,
            clock=platform.clock,
        ),
        ConsultationService: ConsultationService(
            chain=platform.recorder.chain, occasions=occasions, places=places
        ),
    }
