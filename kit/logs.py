"""Logs: one JSON object a line, an event name and fields; ids only, never a person."""

import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

import structlog

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
# What these say names topics and brokers; others may quote what they worked on.
WHOLE = ("aiokafka", "uvicorn.error")
# What these say again and again while a broker is away is said once in this time.
SPARED = ("aiokafka",)
SPARING_SECONDS = 10.0

Failure = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str, *, to: TextIO = sys.stderr) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(failure_of),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(to),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(to)
    handler.setFormatter(Foreign())
    handler.addFilter(Sparing())
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)


class Sparing(logging.Filter):
    """Lets a library say a thing once in a while: an outage is not news each time."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(SPARED):
            return True
        thing, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._said_at.get(thing, float("-inf")) < SPARING_SECONDS:
            return False
        self._said_at[thing] = now
        return True


class Foreign(logging.Formatter):
    """What libraries say, in the form of the rest."""

    def format(self, record: logging.LogRecord) -> str:
        is_safe = record.name.startswith(WHOLE)
        told: dict[str, Any] = {
            "event": record.name,
            "level": record.levelname.lower(),
            "says": record.getMessage() if is_safe else str(record.msg),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["exception"] = failure_of(record.exc_info)
        return str(structlog.processors.JSONRenderer()(None, "", told))


def failure_of(exc_info: Failure) -> dict[str, Any]:
    """Tell what failed and where, but not with what: a value could be a person's."""
    kind, _, where = exc_info
    frames = traceback.extract_tb(where)
    return {
        "type": kind.__name__,
        "frames": [f"{one.filename}:{one.lineno} {one.name}" for one in frames],
    }
