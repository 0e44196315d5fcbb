"""Where the registry's parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kit.platform import IDENTITY, Platform

from .accounts.delivery import SessionCookie
from .accounts.models import Account
from .accounts.repository import AccountRepository, Tries
from .accounts.service import (
    AccountService,
    FirstAdministrator,
    Places,
    SignInService,
)
from .advisors.models import Advisor
from .advisors.repository import AdvisorRepository
from .centres.models import ResourceCentre
from .centres.repository import CentreRepository
from .centres.service import CentreService
from .places.service import PlaceService
from .structures.models import Structure
from .structures.repository import StructureRepository
from .structures.service import StructureService
from .territories.parsing import load_gazetteer

Parts = dict[type, object]


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[Parts]:
    advisors = AdvisorRepository(
        platform.aggregates("registry", "advisors", Advisor, source="registry")
    )
    centres = CentreRepository(
        platform.aggregates("registry", "centres", ResourceCentre, source="registry")
    )
    yield (
        {AdvisorRepository: advisors, CentreRepository: centres}
        | structures_of(platform, advisors=advisors, centres=centres)
        | accounts_of(platform, Places(centres.names_of))
    )


def structures_of(
    platform: Platform, *, advisors: AdvisorRepository, centres: CentreRepository
) -> Parts:
    gazetteer = load_gazetteer()
    gazetteer.index_names()
    structures = StructureRepository(
        platform.aggregates("registry", "structures", Structure, source="registry")
    )
    return {
        StructureRepository: structures,
        StructureService: StructureService(
            structures=structures,
            holders=centres,
            staff=advisors,
            cards=platform.cards,
            gazetteer=gazetteer,
            clock=platform.clock,
        ),
        CentreService: CentreService(
            centres=centres,
            structures=structures,
            mongo=platform.mongo,
            clock=platform.clock,
        ),
        PlaceService: PlaceService(
            structures=structures, advisors=advisors, gazetteer=gazetteer
        ),
    }


def accounts_of(platform: Platform, places: Places) -> Parts:
    repository = AccountRepository(
        platform.aggregates(IDENTITY, "accounts", Account, source="registry")
    )
    accounts = AccountService(
        mongo=platform.mongo,
        accounts=repository,
        cards=platform.cards,
        sessions=platform.sessions,
        passwords=platform.passwords,
        places=places,
        clock=platform.clock,
    )
    sign_ins = SignInService(
        accounts=repository,
        cards=platform.cards,
        sessions=platform.sessions,
        passwords=platform.passwords,
        tries=Tries(platform.collection("registry", "sign_in_tries")),
        places=places,
        clock=platform.clock,
    )
    is_secure = not platform.settings.allows("plain_http")
    named = platform.settings.administrator
    return {
        AccountRepository: repository,
        AccountService: accounts,
        SignInService: sign_ins,
        SessionCookie: SessionCookie(is_secure=is_secure),
        FirstAdministrator: FirstAdministrator(accounts, named),
    }
