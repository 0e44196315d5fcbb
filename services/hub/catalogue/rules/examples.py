"""An example of each type, in both forms of CloudEvents."""

from collections.abc import Mapping
from typing import Any

from kit.ids import id_of
from schemas.base import Event

from .schemas import schema_path

EXAMPLE_AT = "2026-11-26T09:58:03.000Z"
EXAMPLE_SEQUENCE = "7"


def attributes(event: type[Event]) -> dict[str, str]:
    """Return the attributes; the id is the same in every build."""
    id_ = str(id_of("example", event.type))
    return {
        "specversion": "1.0",
        "id": id_,
        "type": event.type,
        "source": f"/{service_of(event)}",
        "subject": event.model_validate(event.example).key,
        "time": EXAMPLE_AT,
        "dataschema": schema_path(event.type),
        "sequence": EXAMPLE_SEQUENCE,
        "correlationid": id_,
    }


def service_of(event: type[Event]) -> str:
    return event.type.split(".")[2]


def headers(event: type[Event]) -> Mapping[str, str]:
    """Return the headers of the binary form, as Kafka carries them."""
    named = {f"ce_{name}": value for name, value in attributes(event).items()}
    return named | {"content-type": "application/json"}


def structured(event: type[Event]) -> dict[str, Any]:
    """Return the structured form, as the feed and the webhooks send it."""
    return attributes(event) | {
        "datacontenttype": "application/json",
        "data": event.example,
    }
