"""The words of advisors: the record, what one asks, what one is shown."""

from .counts import ActiveCounts
from .records import (
    PROFILE_CODES,
    STATUSES,
    Advisor,
    Affiliation,
    Certification,
    Halt,
    Origin,
    ProfileCode,
    Signature,
    Status,
)
from .requests import AdvisorEdit, AdvisorFilter, AdvisorForm, Quotity, QuotityForm
from .sheets import AdvisorList, AdvisorRow, AdvisorSheet
from .views import AdvisorView

__all__ = [
    "PROFILE_CODES",
    "STATUSES",
    "ActiveCounts",
    "Advisor",
    "AdvisorEdit",
    "AdvisorFilter",
    "AdvisorForm",
    "AdvisorList",
    "AdvisorRow",
    "AdvisorSheet",
    "AdvisorView",
    "Affiliation",
    "Certification",
    "Halt",
    "Origin",
    "ProfileCode",
    "Quotity",
    "QuotityForm",
    "Signature",
    "Status",
]
