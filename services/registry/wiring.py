"""Where the registry's parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kit.platform import IDENTITY, Platform
from schemas.documents.governance import Dossier

from .accounts.models import Account
from .accounts.repository import AccountRepository
from .accounts.service import Places
from .advisors.models import Advisor
from .advisors.repository import AdvisorRepository
from .advisors.service import AdvisorService
from .centres.models import ResourceCentre
from .centres.repository import CentreRepository
from .centres.service import CentreService
from .certification.repository import DossierRepository
from .certification.service import CertificationService
from .consents.models import Consents
from .consents.repository import ConsentRepository
from .consents.service import ConsentService
from .enrolment.service import (
    AcceptanceService,
    HaltService,
    InvitationService,
    SigningService,
)
from .partners.models import Organisation
from .partners.repository import PartnerRepository
from .partners.service import PartnerService
from .places.service import PlaceService
from .rights.service import RightsService
from .structures.models import Structure
from .structures.repository import StructureRepository
from .structures.service import StructureService
from .territories.parsing import load_gazetteer
from .wiring_census import census_of
from .wiring_entrance import accounts_of
from .wiring_federation import federation
from .wiring_help import help_of
from .wiring_rights import rights_of

Parts = dict[type, object]


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[Parts]:
    parts = parts_of(platform)
    async with federation(platform, parts) as federated:
        yield parts | federated


def parts_of(platform: Platform) -> Parts:
    advisors = AdvisorRepository(
        platform.aggregates("registry", "advisors", Advisor, source="registry")
    )
    centres = _centres(platform)
    partners = PartnerRepository(
        platform.aggregates("registry", "partners", Organisation, source="registry")
    )
    structures = StructureRepository(
        platform.aggregates("registry", "structures", Structure, source="registry")
    )
    accounts = _accounts(platform)
    places = Places(centres.names_of, partners.names_of, structures.names_of)
    return (
        {
            AdvisorRepository: advisors,
            CentreRepository: centres,
            StructureRepository: structures,
        }
        | structures_of(
            platform, structures=structures, advisors=advisors, centres=centres
        )
        | people_of(platform, accounts=accounts, places=places)
        | roles_of(platform, accounts, places, centres, partners)
        | advisors_of(
            platform, advisors=advisors, structures=structures, centres=centres
        )
        | enrolment_of(platform, advisors=advisors, accounts=accounts)
        | rights_of(
            platform, accounts=accounts, advisors=advisors, structures=structures
        )
        | census_of(
            platform,
            structures=structures,
            advisors=advisors,
            centres=centres,
            accounts=accounts,
        )
    )


def people_of(
    platform: Platform, *, accounts: AccountRepository, places: Places
) -> Parts:
    """Build ways in, help in another's place, and what people see of both."""
    return accounts_of(platform, accounts=accounts, places=places) | help_of(
        platform, accounts=accounts, places=places
    )


def _centres(platform: Platform) -> CentreRepository:
    return CentreRepository(
        platform.aggregates("registry", "centres", ResourceCentre, source="registry")
    )


def _accounts(platform: Platform) -> AccountRepository:
    return AccountRepository(
        platform.aggregates(IDENTITY, "accounts", Account, source="registry")
    )


def advisors_of(
    platform: Platform,
    *,
    advisors: AdvisorRepository,
    structures: StructureRepository,
    centres: CentreRepository,
) -> Parts:
    dossiers = DossierRepository(
        platform.aggregates("governance", "dossiers", Dossier, source="registry"),
        platform.collection("governance", "counters"),
    )
    return {
        AdvisorService: AdvisorService(
            advisors=advisors,
            cards=platform.cards,
            structures=structures.names_of,
            centres=centres.names_of,
            clock=platform.clock,
        ),
        CertificationService: CertificationService(
            mongo=platform.mongo,
            advisors=advisors,
            dossiers=dossiers,
            structures=structures.names_of,
            clock=platform.clock,
        ),
    }


def enrolment_of(
    platform: Platform, *, advisors: AdvisorRepository, accounts: AccountRepository
) -> Parts:
    clock = platform.clock
    return {
        InvitationService: InvitationService(
            advisors=advisors, cards=platform.cards, clock=clock
        ),
        AcceptanceService: AcceptanceService(
            mongo=platform.mongo,
            advisors=advisors,
            accounts=accounts,
            cards=platform.cards,
            sessions=platform.sessions,
            passwords=platform.passwords,
            links=platform.links,
            clock=clock,
        ),
        SigningService: SigningService(advisors=advisors, clock=clock),
        HaltService: HaltService(advisors=advisors, clock=clock),
    }


def roles_of(
    platform: Platform,
    accounts: AccountRepository,
    places: Places,
    centres: CentreRepository,
    partners: PartnerRepository,
) -> Parts:
    return {
        PartnerService: PartnerService(partners=partners, clock=platform.clock),
        RightsService: RightsService(
            mongo=platform.mongo,
            accounts=accounts,
            cards=platform.cards,
            sessions=platform.sessions,
            places=places,
            centres=centres,
            partners=partners,
            clock=platform.clock,
        ),
    }


def structures_of(
    platform: Platform,
    *,
    structures: StructureRepository,
    advisors: AdvisorRepository,
    centres: CentreRepository,
) -> Parts:
    gazetteer = load_gazetteer()
    gazetteer.index_names()
    consents = ConsentService(
        consents=ConsentRepository(
            platform.aggregates("registry", "consents", Consents, source="registry")
        ),
        clock=platform.clock,
    )
    return {
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
        ConsentService: consents,
        PlaceService: PlaceService(
            structures=structures,
            advisors=advisors,
            gazetteer=gazetteer,
            consents=consents,
            cards=platform.cards,
        ),
    }
