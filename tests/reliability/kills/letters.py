"""A mail server that remembers when it answered 250, and to which message."""

import re
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.support.smtp import Post

MESSAGE_ID = re.compile(rb"^Message-ID: <([^@]+)@", re.MULTILINE | re.IGNORECASE)


@dataclass
class Letters(Post):
    """Keeps no message: only the times of each Message-ID."""

    taken_at: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        found = MESSAGE_ID.search(envelope.original_content or b"")
        if found is None:
            return "554 5.6.0 no Message-ID"
        self.taken_at[found[1].decode()].append(time.monotonic())
        return "250 2.0.0 taken"

    def repeated(self) -> list[tuple[float, float]]:
        """Return, for each time a message came again, when it came and before."""
        return [
            (before, again)
            for times in self.taken_at.values()
            for before, again in pairwise(times)
        ]


def unexplained(
    repeated: Iterable[tuple[float, float]], deaths: Iterable[float]
) -> int:
    """Count the repeats between whose two times no sender died.

    A sender that dies between the server's 250 and its own note is the one window.
    """
    times = list(deaths)
    return sum(
        not any(before <= died <= again for died in times) for before, again in repeated
    )
