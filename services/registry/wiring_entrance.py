"""Where the parts meet by which people come in."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.clock import Clock
from kit.due import DueJobs, Job
from kit.platform import Platform

from .accounts.delivery import SessionCookie
from .accounts.repository import AccountRepository, Tries
from .accounts.service import (
    AccountService,
    Entered,
    FirstAdministrator,
    Guard,
    Places,
    SecondStep,
    SignInService,
)
from .dormancy.service import DormancyService
from .email_change import service as email_change
from .email_change.service import EmailChangeService
from .recovery import service as recovery
from .recovery.service import RecoveryService
from .second_factor.service import Factors
from .sessions.service import SessionService
from .wiring_dormancy import dormancy_of
from .wiring_factors import factors_in, factors_of

Parts = dict[type, object]


@dataclass(frozen=True)
class EntranceDue:
    """What falls due at the entrance; it never waits behind a census."""

    jobs: DueJobs
    table: Mapping[str, Job]
    clock: Clock


def accounts_of(
    platform: Platform, *, accounts: AccountRepository, places: Places
) -> Parts:
    tries = Tries(platform.collection("registry", "sign_in_tries"))
    guard = Guard(tries=tries, links=platform.links, clock=platform.clock)
    dormancy = dormancy_of(platform, accounts=accounts)
    keeping = AccountService(
        mongo=platform.mongo,
        accounts=accounts,
        cards=platform.cards,
        sessions=platform.sessions,
        passwords=platform.passwords,
        guard=guard,
        places=places,
        clock=platform.clock,
    )
    named = platform.settings.administrator
    return (
        {
            AccountRepository: accounts,
            AccountService: keeping,
            SessionService: SessionService(platform.sessions, accounts),
            SessionCookie: SessionCookie(platform.cookies),
            FirstAdministrator: FirstAdministrator(keeping, named),
        }
        | entering_of(
            platform,
            accounts=accounts,
            places=places,
            guard=guard,
            keeping=keeping,
            entered=dormancy.enter,
        )
        | mailed_of(
            platform, accounts=accounts, tries=tries, guard=guard, keeping=keeping
        )
        | {DormancyService: dormancy}
    )


def entering_of(
    platform: Platform,
    *,
    accounts: AccountRepository,
    places: Places,
    guard: Guard,
    keeping: AccountService,
    entered: Entered,
) -> Parts:
    taking = Factors(
        factors=factors_in(platform), keyring=platform.keyring, clock=platform.clock
    )
    links = platform.links
    second = SecondStep(accounts=accounts, factors=taking, guard=guard, links=links)
    return factors_of(
        platform,
        accounts=accounts,
        keeping=keeping,
        taking=taking,
        guard=guard,
        places=places,
    ) | {
        SignInService: SignInService(
            accounts=accounts,
            cards=platform.cards,
            sessions=platform.sessions,
            passwords=platform.passwords,
            guard=guard,
            second=second,
            places=places,
            entered=entered,
            clock=platform.clock,
        )
    }


def mailed_of(
    platform: Platform,
    *,
    accounts: AccountRepository,
    tries: Tries,
    guard: Guard,
    keeping: AccountService,
) -> Parts:
    """Build what goes on by a link in an e-mail."""
    jobs = DueJobs(platform.collection("registry", "entrance_jobs"))
    recovering = RecoveryService(
        mongo=platform.mongo,
        accounts=accounts,
        cards=platform.cards,
        sessions=platform.sessions,
        passwords=platform.passwords,
        tries=tries,
        links=platform.links,
        jobs=jobs,
        clock=platform.clock,
    )
    changing = EmailChangeService(
        mongo=platform.mongo,
        accounts=accounts,
        keeping=keeping,
        cards=platform.cards,
        guard=guard,
        links=platform.links,
        jobs=jobs,
        clock=platform.clock,
    )
    table = {recovery.JOB: recovering.send, email_change.JOB: changing.forget}
    return {
        RecoveryService: recovering,
        EmailChangeService: changing,
        EntranceDue: EntranceDue(jobs, table, platform.clock),
    }
