"""Where the parts of second factors meet."""

from kit.platform import IDENTITY, Platform

from .accounts.repository import AccountRepository
from .accounts.service import AccountService, Guard, Places
from .second_factor.models import Factor
from .second_factor.repository import FactorRepository, RemovalRepository
from .second_factor.service import (
    Factors,
    LostFactorService,
    ReadmissionService,
    SecondFactorService,
)


def factors_in(platform: Platform) -> FactorRepository:
    return FactorRepository(
        platform.aggregates(IDENTITY, "second_factors", Factor, source="registry")
    )


def factors_of(
    platform: Platform,
    *,
    accounts: AccountRepository,
    keeping: AccountService,
    taking: Factors,
    guard: Guard,
    places: Places,
) -> dict[type, object]:
    """Build one's own second factor, and another's that is lost."""
    factors = factors_in(platform)
    removals = RemovalRepository(
        platform.collection(IDENTITY, "second_factor_removals")
    )
    return {
        Factors: taking,
        SecondFactorService: SecondFactorService(
            mongo=platform.mongo,
            accounts=accounts,
            keeping=keeping,
            factors=factors,
            removals=removals,
            taking=taking,
            guard=guard,
            sessions=platform.sessions,
            clock=platform.clock,
        ),
        LostFactorService: LostFactorService(
            mongo=platform.mongo,
            accounts=accounts,
            cards=platform.cards,
            places=places,
            factors=factors,
            removals=removals,
            sessions=platform.sessions,
            clock=platform.clock,
        ),
        ReadmissionService: _readmission(platform, accounts, factors, removals),
    }


def _readmission(
    platform: Platform,
    accounts: AccountRepository,
    factors: FactorRepository,
    removals: RemovalRepository,
) -> ReadmissionService:
    return ReadmissionService(
        mongo=platform.mongo,
        accounts=accounts,
        factors=factors,
        removals=removals,
        sessions=platform.sessions,
        links=platform.links,
        clock=platform.clock,
    )
