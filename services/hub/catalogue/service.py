"""What the catalogue answers."""

import json
from dataclasses import dataclass
from datetime import timedelta

import yaml

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.messaging.positions import Lags
from schemas.access import Action
from schemas.base import Event, Localised
from schemas.events import BY_SERVICE, BY_TYPE
from schemas.readers import readers_of
from services.hub.journal.errors import UnknownEventType
from services.hub.journal.models import Activity
from services.hub.journal.rules.names import full_type, short_type
from services.hub.journal.service import JournalService
from services.hub.webhooks.service import WebhookService

from .errors import EventTypeNotFound
from .models import EventTypeSummary, EventTypeView, ReaderView, RealExample
from .repository import LiveRepository
from .rules import asyncapi, examples, masking, schemas
from .rules.schemas import Schema
from .rules.versions import versions

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader connects to."""

    kafka: str
    prefix: str
    address: str


class CatalogueService:
    def __init__(
        self,
        *,
        journal: JournalService,
        live: LiveRepository,
        webhooks: WebhookService,
        lags: Lags,
        place: Place,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._live = live
        self._webhooks = webhooks
        self._lags = lags
        self._clock = clock
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

    async def describe(self, name: str, *, caller: Caller) -> EventTypeView:
        event = self.get(name)
        activity = await self._journal.activity(event.type)
        said = summary(event, service=examples.service_of(event))
        return EventTypeView(
            **dict(said),
            key=schemas.key_field(event),
            readers=await self.readers(event),
            example=examples.structured(event),
            versions=versions(event),
            last_at=activity.last_at,
            count_24h=activity.count,
            rate_per_minute=await self.rate(event.type),
            recent=await self.recent(event, caller=caller),
        )

    async def readers(self, event: type[Event]) -> list[ReaderView]:
        """Return who reads the topic of a type, and what each has left to read."""
        behind = await self._lags.behind()
        return [
            ReaderView(
                group=one.name,
                does=Localised(fr=one.does_fr, en=one.does_en),
                behind=None if behind is None else behind[one.name][event.topic],
            )
            for one in readers_of(event.topic)
        ]

    async def rate(self, type_: str) -> float:
        """Return how many were told each minute, over the last hour."""
        count = await self._live.count_since(type_, self._clock() - HOUR)
        return round(count / 60, 2)

    async def recent(self, event: type[Event], *, caller: Caller) -> RealExample | None:
        """Return the last one told, people masked, to who may read events."""
        if not caller.may(Action.READ_EVENTS):
            return None
        found = await self._live.latest(event.type)
        if found is None:
            return None
        data = masking.masked(json.loads(found.data or "{}"))
        key = schemas.key_field(event)
        return RealExample(
            at=found.at or found.recorded_at,
            headers=masking.masked_headers(dict(found.headers), key=key, data=data),
            data=data,
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
