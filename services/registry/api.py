"""What the registry serves: to machines, and as pages."""

from collections.abc import Sequence

from fastapi import APIRouter

from .accounts import pages as account_pages
from .accounts import routes as accounts
from .advisors import pages as advisor_pages
from .advisors import routes as advisors
from .centres import pages as centre_pages
from .centres import routes as centres
from .certification import pages as certification_pages
from .certification import routes as certification
from .consents import pages as consent_pages
from .consents import routes as consents
from .consultations import pages as consultation_pages
from .consultations import routes as consultations
from .dormancy import pages as dormancy_pages
from .dormancy import routes as dormancy
from .email_change import pages as email_change_pages
from .email_change import routes as email_change
from .enrolment import pages as enrolment_pages
from .enrolment import routes as enrolment
from .erasure import pages as erasure_pages
from .erasure import routes as erasure
from .federation import pages as federation_pages
from .federation import routes as federation
from .impersonations import pages as impersonation_pages
from .impersonations import routes as impersonations
from .imports import pages as import_pages
from .imports import routes as imports
from .mydata import pages as mydata_pages
from .mydata import routes as mydata
from .partners import pages as partner_pages
from .partners import routes as partners
from .places import pages as place_pages
from .places import routes as places
from .recovery import pages as recovery_pages
from .recovery import routes as recovery
from .retention import pages as retention_pages
from .retention import routes as retention
from .rights import pages as rights_pages
from .rights import routes as rights
from .second_factor import pages as second_factor_pages
from .second_factor import routes as second_factor
from .sessions import pages as session_pages
from .sessions import routes as sessions
from .site import pages as site_pages
from .structures import pages as structure_pages
from .structures import routes as structures

ROUTERS: Sequence[APIRouter] = (
    accounts.sessions,
    accounts.account,
    accounts.people,
    rights.router,
    sessions.router,
    sessions.people,
    second_factor.router,
    second_factor.people,
    email_change.router,
    recovery.account,
    recovery.people,
    dormancy.router,
    federation.router,
    consultations.router,
    impersonations.router,
    erasure.own,
    erasure.erasures,
    retention.router,
    mydata.router,
    consents.router,
    certification.router,
    enrolment.steps,
    enrolment.invitations,
    enrolment.charter,
    advisors.router,
    partners.router,
    structures.router,
    centres.router,
    places.places,
    places.reception_points,
    imports.router,
)
PAGES: Sequence[APIRouter] = (
    site_pages.router,
    account_pages.router,
    rights_pages.router,
    session_pages.router,
    *second_factor_pages.ROUTERS,
    email_change_pages.router,
    recovery_pages.router,
    federation_pages.router,
    dormancy_pages.router,
    consultation_pages.router,
    impersonation_pages.router,
    mydata_pages.router,
    consent_pages.router,
    erasure_pages.router,
    retention_pages.router,
    enrolment_pages.router,
    certification_pages.router,
    advisor_pages.router,
    partner_pages.router,
    structure_pages.router,
    centre_pages.router,
    place_pages.router,
    import_pages.router,
)
