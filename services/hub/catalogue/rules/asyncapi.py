"""AsyncAPI 3.0 from the catalogue: channels, messages, who sends and who receives."""

from collections.abc import Callable
from typing import Any

from kit.messaging.topics import KEPT_MS, PARTITIONS
from schemas.base import Event
from schemas.events import BY_SERVICE, EVENTS, TOPICS, on_topics
from schemas.readers import GROUPS, Group
from services.hub.journal.rules.names import short_type

from . import examples
from .schemas import key_field

VERSION = "3.0.0"
BINDING = "0.5.0"
SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
CLOUD_EVENTS = {
    "ce_specversion": "Always 1.0.",
    "ce_id": "The event's own id: the same however often it is told.",
    "ce_type": "Which contract the data follows.",
    "ce_source": "The service that tells it.",
    "ce_subject": "The aggregate it is about; also the Kafka key.",
    "ce_time": "When it happened, UTC.",
    "ce_dataschema": "Where the JSON Schema of the data is.",
    "ce_sequence": "Its number among the events of its aggregate, without gaps.",
    "ce_correlationid": "What it belongs to.",
    "ce_causationid": "The event that caused it.",
    "ce_actor": "Who set it off, as an id.",
    "ce_actingfor": "The person in whose place the actor acted, to help.",
    "ce_centre": "The resource centre that holds the record.",
    "ce_replayed": "Present when it is told again.",
    "traceparent": "W3C trace context.",
    "content-type": "Always application/json.",
}
ALWAYS = tuple(CLOUD_EVENTS)[:9]

Node = dict[str, Any]
SchemaAt = Callable[[str], str]


def document(*, servers: str, schema_at: SchemaAt) -> Node:
    """Write the whole; `schema_at` says where the schema of a type is."""
    return {
        "asyncapi": VERSION,
        "info": {
            "title": "Maillage",
            "version": "1",
            "description": "The events of a national network of digital advisors.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"kafka": {"host": servers, "protocol": "kafka"}},
        "channels": {topic: _channel(topic) for topic in TOPICS},
        "operations": _operations(),
        "components": {
            "messages": {
                short_type(event.type): _message(event, schema_at) for event in EVENTS
            },
            "schemas": {"CloudEventsHeaders": _headers()},
        },
    }


def _channel(topic: str) -> Node:
    return {
        "address": topic,
        "messages": {
            short_type(event.type): _ref("components", "messages", event)
            for event in on_topics(topic)
        },
        "bindings": {
            "kafka": {
                "topic": topic,
                "partitions": PARTITIONS,
                "topicConfiguration": {"retention.ms": KEPT_MS},
                "bindingVersion": BINDING,
            }
        },
    }


def _operations() -> Node:
    sent = {
        f"{service}.tells.{topic.rpartition('.')[2]}": {
            "action": "send",
            "channel": {"$ref": f"#/channels/{topic}"},
            "summary": f"{service} tells what happened.",
            "tags": [{"name": service}],
        }
        for service, events in BY_SERVICE.items()
        for topic in dict.fromkeys(event.topic for event in events)
    }
    received = {
        f"{group.name}.hears.{topic.removeprefix('tn.')}": _hearing(group, topic)
        for group in GROUPS
        for topic in group.topics
    }
    return sent | received


def _hearing(group: Group, topic: str) -> Node:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{topic}"},
        "summary": f"{group.does_en}.",
        "tags": [{"name": group.service}],
        "bindings": {
            "kafka": {
                "groupId": {"type": "string", "enum": [group.name]},
                "bindingVersion": BINDING,
            }
        },
    }


def _message(event: type[Event], schema_at: SchemaAt) -> Node:
    example = {"headers": dict(examples.headers(event)), "payload": event.example}
    return {
        "name": event.type,
        "title": event.says.title_en,
        "summary": event.says.meaning_en,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventsHeaders"},
        "payload": {
            "schemaFormat": SCHEMA_FORMAT,
            "schema": {"$ref": schema_at(event.type)},
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": key_field(event)},
                "bindingVersion": BINDING,
            }
        },
        "examples": [example],
    }


def _headers() -> Node:
    return {
        "type": "object",
        "required": list(ALWAYS),
        "properties": {
            name: {"type": "string", "description": said}
            for name, said in CLOUD_EVENTS.items()
        },
    }


def _ref(*place: Any) -> Node:
    *folders, event = place
    return {"$ref": "/".join(["#", *folders, short_type(event.type)])}
