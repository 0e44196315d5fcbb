"""What the webinars copy of others, and how the journal can rebuild it."""

from kit.rebuilds import ReadModel, RebuildWorker
from schemas.events import on_topics
from schemas.readers import READ_MODELS, WEBINARS_ADVISORS, WEBINARS_PARTNERS

from .partners.handlers import PartnerHandlers
from .partners.repository import PartnerRepository
from .people.handlers import AdvisorHandlers
from .people.repository import AdvisorRepository

PROMISED = {one.name: one for one in READ_MODELS}

COPIES = (
    ReadModel(
        promise=PROMISED["webinars.partners"],
        contracts=on_topics(*WEBINARS_PARTNERS.topics),
        handler=lambda kept: (
            PartnerHandlers(PartnerRepository(kept["partners"])).on_facts
        ),
    ),
    ReadModel(
        promise=PROMISED["webinars.advisors"],
        contracts=on_topics(*WEBINARS_ADVISORS.topics),
        handler=lambda kept: (
            AdvisorHandlers(AdvisorRepository(kept["advisors"])).on_facts
        ),
    ),
)


class WebinarRebuilds(RebuildWorker):
    """The webinars' own rebuilds, under a name of their own."""
