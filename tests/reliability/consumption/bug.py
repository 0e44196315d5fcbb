"""A bug that keeps some facts from taking effect, until it is mended."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kit.messaging.envelope import Outgoing, Told
from kit.messaging.inbox import BACKOFF
from kit.platform import Platform
from kit.retry import Backoff
from kit.service import Hearing

from .copies import GROUPS
from .records import event_id


class Unmended(Exception):
    """What a bug looks like to the kit: an exception that it does not know."""


@dataclass
class Bug:
    """Every effect of these facts fails in these groups, until it is mended."""

    victims: frozenset[tuple[str, UUID]] = frozenset()
    backoff: Backoff = BACKOFF
    is_mended: bool = False

    def spoil(self, hearing: Hearing) -> Hearing:
        group = hearing.group.name

        async def handle(batch: Sequence[Told[Any]]) -> None:
            for told in batch:
                if not self.is_mended and (group, told.id) in self.victims:
                    raise Unmended(told.id)
            await hearing.handler(batch)

        return replace(hearing, handler=handle, backoff=self.backoff)


def victims(
    built: Platform,
    records: Sequence[Outgoing],
    chance: random.Random,
    *,
    count: int,
) -> frozenset[tuple[str, UUID]]:
    """Choose facts for each half: one that the next of their key overtakes, and lasts.

    One of each key at most, so that none is kept waiting by another.
    """
    lines: dict[tuple[str, bytes | None], list[Outgoing]] = {}
    for one in records:
        lines.setdefault((one.topic, one.key), []).append(one)
    of_groups = [
        (group.name, line)
        for group in GROUPS
        for (topic, _), line in lines.items()
        if topic.removeprefix(built.prefix) in group.topics and len(line) > 1
    ]
    chosen = chance.sample(of_groups, count)
    return frozenset(
        (group, event_id(line[-1] if number % 2 else chance.choice(line[:-1])))
        for number, (group, line) in enumerate(chosen)
    )
