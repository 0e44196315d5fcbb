"""Where the parts of the accounts that sleep meet."""

from datetime import timedelta

from kit.due import DueJobs
from kit.platform import Platform

from .accounts.repository import AccountRepository
from .dormancy.models import Terms
from .dormancy.repository import LastSignIns
from .dormancy.service import DormancyService


def dormancy_of(platform: Platform, *, accounts: AccountRepository) -> DormancyService:
    settings = platform.settings.dormancy
    terms = Terms(
        warned_after=timedelta(days=settings.warned_days),
        closed_after=timedelta(days=settings.closed_days),
    )
    return DormancyService(
        mongo=platform.mongo,
        accounts=accounts,
        entries=LastSignIns(platform.collection("registry", "last_sign_ins")),
        cards=platform.cards,
        sessions=platform.sessions,
        due=DueJobs(platform.collection("registry", "entrance_jobs")),
        terms=terms,
        clock=platform.clock,
    )
