"""Finding the pages of a reader as a reader does: by following every link once."""

import html
import re
import statistics
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import httpx2

from .ground import Reader

LINK: Final = re.compile(r'<a [^>]*?href="(/[^"]*)"')
ASSET: Final = re.compile(r'(?:href|src)="(/static/[^"]*)"')
# What stands for one thing among many of its kind.
ONE_OF: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{2,6}-\d{4}-\d+|\d{4}-\d{4,}|fr\.transition[\w.-]+"
    r"|(?<=/)[\w.=-]{24,}"
)
LEFT_OUT: Final = ("/static", "/langue", "/api/v1", "/courrier", "/deconnexion")
STARTS: Final = (
    "/",
    "/aujourdhui",
    "/composants",
    "/recherche?q=re",
    "/recherche?q=zz",
)
MISSING: Final = "/cette-page-n-existe-pas"
HEADERS_BYTES: Final = 700
TIMES: Final = 3
OK: Final = 200


@dataclass(slots=True)
class Page:
    """An address of its kind, what it weighs on the wire, and how fast it answers."""

    path: str
    status: int
    bytes: int
    milliseconds: float
    assets: frozenset[str]


@dataclass(slots=True)
class Following:
    """Follows links until there is none of a new kind."""

    url: str
    reader: Reader
    most: int | None = None
    pages: list[Page] = field(default_factory=list)

    async def follow(self) -> Sequence[Page]:
        waiting = deque([*STARTS, MISSING])
        known = {kind_of(path) for path in waiting}
        headers = {"Accept": "text/html", **self.reader.headers}
        async with httpx2.AsyncClient(base_url=self.url, headers=headers) as http:
            while waiting and not self._has_enough():
                for link in await self._read(http, waiting.popleft()):
                    kind = kind_of(link)
                    if kind not in known:
                        known.add(kind)
                        waiting.append(link)
        return self.pages

    def _has_enough(self) -> bool:
        return self.most is not None and len(self.pages) >= self.most

    async def _read(self, http: httpx2.AsyncClient, path: str) -> list[str]:
        taken = []
        answer, milliseconds = await _timed(http, path)
        taken.append(milliseconds)
        while answer.status_code == OK and len(taken) < TIMES:
            answer, milliseconds = await _timed(http, path)
            taken.append(milliseconds)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        if not is_page or answer.is_redirect:
            target = answer.headers.get("location", "")
            return [target] if target.startswith("/") else []
        self.pages.append(
            Page(
                path=path,
                status=answer.status_code,
                bytes=answer.num_bytes_downloaded + HEADERS_BYTES,
                milliseconds=statistics.median(taken),
                assets=frozenset(
                    html.unescape(one) for one in ASSET.findall(answer.text)
                ),
            )
        )
        return list(links_in(answer.text))


async def _timed(http: httpx2.AsyncClient, path: str) -> tuple[httpx2.Response, float]:
    started = time.perf_counter()
    answer = await http.get(path)
    return answer, (time.perf_counter() - started) * 1_000


def links_in(text: str) -> Iterator[str]:
    for found in LINK.findall(text):
        link = html.unescape(found).partition("#")[0]
        if not link.startswith(LEFT_OUT):
            yield link


def kind_of(link: str) -> tuple[str, frozenset[str]]:
    """Name what this is one of: its path without ids, and what its query asks by."""
    parts = urlsplit(link)
    names = frozenset(name for name, _ in parse_qsl(parts.query)) - {"after", "next"}
    return ONE_OF.sub("{}", parts.path), names


async def weights(url: str, assets: frozenset[str]) -> dict[str, int]:
    """Weigh what a first visit fetches besides the page."""
    found = {}
    async with httpx2.AsyncClient(base_url=url) as http:
        for asset in sorted(assets):
            answer = await http.get(asset)
            found[asset] = answer.num_bytes_downloaded + HEADERS_BYTES
    return found
