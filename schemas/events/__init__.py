"""Facts that services publish, one module per publishing service, and their table."""

from schemas.base import Event

from . import governance, hub, notifications, registry, webinars

BY_SERVICE: dict[str, tuple[type[Event], ...]] = {
    "registry": registry.EVENTS,
    "governance": governance.EVENTS,
    "webinars": webinars.EVENTS,
    "notifications": notifications.EVENTS,
    "hub": hub.EVENTS,
}
EVENTS: tuple[type[Event], ...] = tuple(
    event for events in BY_SERVICE.values() for event in events
)
BY_TYPE: dict[str, type[Event]] = {event.type: event for event in EVENTS}
TOPICS: tuple[str, ...] = tuple(dict.fromkeys(event.topic for event in EVENTS))


def on_topics(*topics: str) -> tuple[type[Event], ...]:
    """Return every contract that is told on these topics."""
    return tuple(event for event in EVENTS if event.topic in topics)
