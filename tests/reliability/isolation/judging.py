"""What must not be in an answer, and that foreign and unknown look alike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx2

from .actors import Actor
from .asking import Request
from .marks import leaks

ID = re.compile(r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
SIGNED = re.compile(r"[\w-]{20,}\.[\w-]{4,}\.[\w-]{20,}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|\+00:00)?")
LISTED_MAX = 20


@dataclass
class Judge:
    """Reads every answer; what it finds is told in sentences."""

    secret: Mapping[str, str]
    found: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: {
            "leaks": 0,
            "foreign_told_from_unknown": 0,
            "server_errors": 0,
        }
    )
    statuses: dict[int, int] = field(default_factory=dict)

    def read(self, actor: Actor, request: Request, answer: httpx2.Response) -> None:
        status = answer.status_code
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status >= 500:
            self._tell("server_errors", actor, request, f"answered {status}")
        for leak in leaks(
            answer.content,
            answer.headers.items(),
            forbidden=actor.forbidden,
            ids=actor.secret(self.secret, at=request.address),
            asked=request.asked,
        ):
            self._tell("leaks", actor, request, f"{leak.what} in {leak.where}")

    def compare(
        self,
        actor: Actor,
        request: Request,
        foreign: httpx2.Response,
        unknown: httpx2.Response,
    ) -> None:
        """Hold that what is another's looks like what is not there."""
        one, other = _shape(foreign), _shape(unknown)
        if one != other:
            why = f"foreign {one[0]}, unknown {other[0]}"
            self._tell("foreign_told_from_unknown", actor, request, why)

    def _tell(self, kind: str, actor: Actor, request: Request, what: str) -> None:
        self.counts[kind] += 1
        if len(self.found) < LISTED_MAX:
            self.found.append(f"{actor.name}: {request.address}: {what}")


def plain(text: str) -> str:
    """Leave out what differs between two answers that say the same."""
    return MOMENT.sub("when", SIGNED.sub("signed", ID.sub("id", text)))


def _shape(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, plain(answer.text)
