"""RA11Y: every page that a reader can reach, for each role, in every way of reading."""

import asyncio
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.journeys.browser import chromium
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.pages.following import Following, Page, weights
from tests.reliability.pages.ground import Demo, Reader, demo
from tests.reliability.pages.known import WALKED, kinds_of
from tests.reliability.pages.looking import LANGUAGES, Looking

FIRST_BYTES_MAX, LATER_BYTES_MAX = 100_000, 30_000
MEDIAN_MS_MAX = 100.0
PAGES_SHORT = 2
TOLD_MAX = 40
AT_ONCE = 2


@dataclass(slots=True)
class Found:
    by_reader: dict[str, Sequence[Page]] = field(default_factory=dict)
    assets: Mapping[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> list[Page]:
        return [page for pages in self.by_reader.values() for page in pages]

    def unseen(self) -> list[str]:
        """Tell which page no link leads to, though it should be walked."""
        met = kinds_of(page.path for page in self.pages)
        return [f"{kind}: no reader came there" for kind in sorted(WALKED - met)]

    def first(self, page: Page) -> int:
        return page.bytes + sum(self.assets[one] for one in page.assets)

    def too_heavy(self) -> list[str]:
        return [
            f"{page.path}: {self.first(page)} bytes at first, {page.bytes} later"
            for page in self.pages
            if self.first(page) > FIRST_BYTES_MAX or page.bytes > LATER_BYTES_MAX
        ]


async def run(trial: Trial) -> Outcome:
    has_demo = not trial.is_short
    async with demo(trial.folder, has_demo=has_demo) as site, chromium() as browser:
        languages = LANGUAGES if has_demo else LANGUAGES[:1]
        looking = Looking(site, browser, languages=languages)
        found = await _looked_at(site, looking, is_short=trial.is_short)
    median = statistics.median(page.milliseconds for page in found.pages)
    slow = [f"the median page takes {median:.0f} ms"] if median > MEDIAN_MS_MAX else []
    unseen = found.unseen() if has_demo else []
    broken = [*unseen, *looking.faults, *found.too_heavy(), *slow]
    heaviest = max(found.pages, key=found.first)
    slowest = max(found.pages, key=lambda page: page.milliseconds)
    return Outcome(
        tried=looking.runs,
        lost=0,
        duplicated=0,
        broken=tuple(broken[:TOLD_MAX]),
        figures={
            "faults": len(looking.faults),
            "pages": {name: len(pages) for name, pages in found.by_reader.items()},
            "kinds_of_pages": len({page.path for page in found.pages}),
            "forms_refused": looking.refused,
            "median_ms": round(median, 1),
            "slowest": {slowest.path: round(slowest.milliseconds)},
            "heaviest_first_visit_bytes": found.first(heaviest),
            "heaviest_later_bytes": max(page.bytes for page in found.pages),
        },
    )


async def _looked_at(site: Demo, looking: Looking, *, is_short: bool) -> Found:
    """Follow every link first, while nobody else asks; then look, two at once."""
    found = Found()
    most = PAGES_SHORT if is_short else None
    readers = await site.readers(has_demo=not is_short)
    for reader in readers:
        following = Following(site.url, reader, most=most)
        found.by_reader[reader.name] = await following.follow()
    places = asyncio.Semaphore(AT_ONCE)

    async def look(reader: Reader) -> None:
        async with places:
            await looking.look(reader, found.by_reader[reader.name])

    await asyncio.gather(*(look(reader) for reader in readers))
    every = frozenset(asset for page in found.pages for asset in page.assets)
    found.assets = await weights(site.url, every)
    return found


LINE = Line(
    id="RA11Y",
    fault="every page, by role, language, width, day and night, empty, full, refused",
    must="axe finds nothing, nothing scrolls sideways at 400 %, at most 100 kB at "
    "first and 30 kB later, the median answer within 100 ms",
    run=run,
)
