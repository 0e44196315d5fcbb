"""What the catalogue answers."""

from dataclasses import dataclass

import yaml

from schemas.base import Event, Localised
from schemas.events import BY_SERVICE, BY_TYPE
from schemas.readers import readers_of
from services.hub.journal.errors import UnknownEventType
from services.hub.journal.models import Activity
from services.hub.journal.rules.names import full_type, short_type
from services.hub.journal.service import JournalService
from services.hub.webhooks.service import WebhookService

from .errors import EventTypeNotFound
from .models import EventTypeSummary, EventTypeView, ReaderView
from .rules import asyncapi, examples, schemas
from .rules.schemas import Schema


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader connects to."""

    kafka: str
    prefix: str
    address: str


class CatalogueService:
    def __init__(
        self, *, journal: JournalService, webhooks: WebhookService, place: Place
    ) -> None:
        self._journal = journal
        self._webhooks = webhooks
        self.place = place

    def get(self, name: str) -> type[Event]:
        """Return the contract of a type, named whole or short.

        Raises:
            EventTypeNotFound: there is none.
        """
        try:
            return BY_TYPE[full_type(name)]
        except UnknownEventType as error:
            raise EventTypeNotFound(type=name) from error

    def list_types(self) -> list[EventTypeSummary]:
        return [
            summary(event, service=service)
            for service, events in BY_SERVICE.items()
            for event in events
        ]

    async def describe(self, name: str) -> EventTypeView:
        event = self.get(name)
        activity = await self._journal.activity(event.type)
        said = summary(event, service=examples.service_of(event))
        return EventTypeView(
            **dict(said),
            key=schemas.key_field(event),
            readers=[
                ReaderView(
                    group=one.name, does=Localised(fr=one.does_fr, en=one.does_en)
                )
                for one in readers_of(event.topic)
            ],
            example=examples.structured(event),
            last_at=activity.last_at,
            count_24h=activity.count,
        )

    def schema(self, name: str) -> Schema:
        """Return the JSON Schema of a type, or of a shared document.

        Raises:
            EventTypeNotFound: there is none of this name.
        """
        document = schemas.documents().get(name)
        if document is not None:
            return schemas.document_schema(name, document)
        return schemas.schema_of(self.get(name))

    def asyncapi(self) -> str:
        written = asyncapi.document(
            servers=self.place.kafka, schema_at=schemas.schema_path
        )
        return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=100)

    async def activity(self, type_: str) -> Activity:
        return await self._journal.activity(type_)

    async def counts(self) -> dict[str, int]:
        """Return how many of each type were told in the last 24 hours."""
        return await self._journal.counts()

    async def count_subscribers(self, type_: str) -> int:
        return len(await self._webhooks.subscribers_of(type_))


def summary(event: type[Event], *, service: str) -> EventTypeSummary:
    said = event.says
    return EventTypeSummary(
        type=event.type,
        short=short_type(event.type),
        service=service,
        topic=event.topic,
        title=Localised(fr=said.title_fr, en=said.title_en),
        meaning=Localised(fr=said.meaning_fr, en=said.meaning_en),
        schema_url=schemas.schema_path(event.type),
    )
