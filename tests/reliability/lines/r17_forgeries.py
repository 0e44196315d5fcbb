"""R17: forged or stale sessions, keys, links and tokens, and what is taken back."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from tests.reliability.consumption.ground import unsaid
from tests.reliability.forging import credentials, links, tokens
from tests.reliability.forging.ground import DOORS, KEY_DOOR, Ground, bearer, ground
from tests.reliability.forging.revoking import taken_back
from tests.reliability.line import Line, Outcome, Trial

T = TypeVar("T")


@dataclass(frozen=True)
class Size:
    """`share` is how many of a hundred forgeries are tried."""

    share: int
    rounds: int


FULL: Final = Size(share=100, rounds=20)
SHORT: Final = Size(share=12, rounds=1)


@dataclass
class Found:
    tried: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def note(self, kind: str, name: str, *, is_taken: bool) -> None:
        self.tried[kind] += 1
        if is_taken:
            self.broken.append(f"taken for good: {name}")

    def must(self, holds: bool, what: str) -> None:
        if not holds:
            self.broken.append(what)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    chance = random.Random(trial.seed)  # noqa: S311 - a seed replays the run
    found = Found()
    with unsaid():
        async with ground(trial.folder) as on:
            await _credentials(on, found, chance, size)
            await _links(on, found, chance, size)
            await _tokens(on, found, chance, size)
            forged = found.tried.total()
            await _revocations(on, found, size)
    kinds = {kind: found.tried[kind] for kind in sorted(found.tried)}
    return Outcome(
        tried=forged,
        lost=0,
        duplicated=0,
        broken=tuple(found.broken),
        figures={"tried_of_each": kinds, "doors": len(DOORS)},
    )


async def _credentials(
    on: Ground, found: Found, chance: random.Random, size: Size
) -> None:
    right = await credentials.rightful(on)
    for shown in _drawn(list(credentials.forged(right)), chance, size):
        kind = "keys" if shown.name.startswith("key") else "sessions"
        opened = await on.opened(shown.headers)
        found.note(kind, f"{shown.name}: {sorted(opened)}", is_taken=bool(opened))
    found.must(await on.opened(bearer(right.session)) == set(DOORS), "session refused")
    found.must(await on.opened(bearer(right.key)) == {KEY_DOOR}, "key refused")


async def _links(on: Ground, found: Found, chance: random.Random, size: Size) -> None:
    every = await links.purposes(on)
    for purpose in every:
        for link in _drawn(list(links.forged(purpose, every)), chance, size):
            is_taken = await purpose.works(link.token)
            found.note("links", link.name, is_taken=is_taken)
        is_good = await purpose.works(links.right(purpose))
        found.must(is_good, f"{purpose.name}: the right link was refused")
        if purpose.is_for_once:
            again = await purpose.works(links.right(purpose))
            found.note("links", f"{purpose.name} used again", is_taken=again)


async def _tokens(on: Ground, found: Found, chance: random.Random, size: Size) -> None:
    await tokens.rightful(on)
    for trick in _drawn(list(tokens.tricks(on)), chance, size):
        found.note("provider's tokens", trick.name, is_taken=await trick.enters())
    found.must(await tokens.goes_through(on), "the right token was refused")


async def _revocations(on: Ground, found: Found, size: Size) -> None:
    async for taken in taken_back(on, rounds=size.rounds):
        found.tried["revocations"] += 1
        found.must(
            taken.holds, f"{taken.name} still opens {sorted(taken.after - taken.left)}"
        )


def _drawn(forgeries: Sequence[T], chance: random.Random, size: Size) -> Sequence[T]:
    count = -(-len(forgeries) * size.share // 100)
    return forgeries if size.share == 100 else chance.sample(forgeries, count)


LINE = Line(
    id="R17",
    fault=(
        "forged or stale sessions, keys, signed links and provider's tokens, each "
        "shown to every service; then sessions, keys, accounts and roles taken back"
    ),
    must="0 accepted; what is taken back opens nothing at the next request",
    run=run,
)
