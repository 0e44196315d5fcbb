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
    FirstAdministrator,
    Guard,
    Places,
    SignInService,
)
from .dormancy.repository import LastSignIns
from .recovery import service as recovery
from .recovery.service import RecoveryService
from .sessions.service import SessionService
from .wiring_dormancy import dormancy_of

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
    entries = LastSignIns(platform.collection("registry", "last_sign_ins"))
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
    sign_ins = SignInService(
        accounts=accounts,
        cards=platform.cards,
        sessions=platform.sessions,
        passwords=platform.passwords,
        guard=guard,
        places=places,
        entered=entries.note,
        clock=platform.clock,
    )
    is_secure = not platform.settings.allows("plain_http")
    named = platform.settings.administrator
    return {
        AccountRepository: accounts,
        AccountService: keeping,
        SignInService: sign_ins,
        SessionService: SessionService(platform.sessions),
        SessionCookie: SessionCookie(is_secure=is_secure),
        FirstAdministrator: FirstAdministrator(keeping, named),
        **recovery_of(platform, accounts=accounts, tries=tries),
        **dormancy_of(platform, accounts=accounts, entries=entries),
    }


def recovery_of(
    platform: Platform, *, accounts: AccountRepository, tries: Tries
) -> Parts:
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
    table = recovery.jobs(recovering)
    return {
        RecoveryService: recovering,
        EntranceDue: EntranceDue(jobs, table, platform.clock),
    }
