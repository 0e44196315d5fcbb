"""What the hub copies of others, and how the journal can rebuild it."""

from kit.rebuilds import ReadModel, RebuildWorker
from schemas.events import on_topics
from schemas.readers import HUB_SEARCH, READ_MODELS

from .search.handlers import SearchHandlers
from .search.repository import EntryRepository

PROMISED = {one.name: one for one in READ_MODELS}

COPIES = (
    ReadModel(
        promise=PROMISED[HUB_SEARCH.name],
        contracts=on_topics(*HUB_SEARCH.topics),
        handler=lambda kept: SearchHandlers(EntryRepository(kept["search"])).on_facts,
    ),
)


class HubRebuilds(RebuildWorker):
    """The hub's own rebuilds, under a name of their own."""
