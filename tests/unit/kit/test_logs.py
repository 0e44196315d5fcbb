"""Logs are JSON, line by line, and what failed is told without its values."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from kit.logs import configure


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    configure("info", to=written)
    yield written
    structlog.reset_defaults()
    logging.basicConfig(handlers=[], force=True)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


class TestLogs:
    def test_an_exception_shows_where_it_was_and_not_what_it_held(
        self, log: io.StringIO
    ) -> None:
        try:
            int("lea.martin@cyber-base.example")
        except ValueError:
            structlog.get_logger().exception("it.failed")
            logging.getLogger("asyncio").exception("Task failed")

        ours, theirs = lines(log)
        assert ours["exception"]["type"] == theirs["exception"]["type"] == "ValueError"
        assert "test_logs.py" in ours["exception"]["frames"][-1]
        assert "lea.martin" not in log.getvalue()

    def test_what_a_library_quotes_is_left_out(self, log: io.StringIO) -> None:
        logging.getLogger("asyncio").error("Task %r failed", "lea.martin@example.org")

        assert lines(log)[0]["says"] == "Task %r failed"

    def test_what_a_client_of_an_absent_broker_says_again_and_again_is_said_once(
        self, log: io.StringIO
    ) -> None:
        for place in range(100):
            logging.getLogger("aiokafka").error("Unable to connect to %s", place)
        logging.getLogger("aiokafka").error("Something else")

        said = [line["says"] for line in lines(log)]
        assert said == ["Unable to connect to 0", "Something else"]

    def test_what_a_broker_says_is_whole(self, log: io.StringIO) -> None:
        logging.getLogger("aiokafka.consumer").error(
            "No leader for %s", "tn.hub.client"
        )

        assert lines(log)[0]["says"] == "No leader for tn.hub.client"
