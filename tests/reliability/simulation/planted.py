"""Bugs put in on purpose: a simulation that cannot find them proves nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.messaging.consuming import Consuming
from kit.messaging.envelope import Outgoing, Record
from kit.messaging.inbox import Inbox
from kit.messaging.ports import Published
from tests.integration.kit.thing import ThingCounted

from .broker import SimBus
from .play import Parts


class CommitsFirst(Consuming):
    """Tells the offsets, then does the effects."""

    async def take(self, records: Sequence[Record]) -> None:
        if self._places is not None:
            places = {(one.topic, one.partition): one.offset + 1 for one in records}
            await self._commit(places)
        await super().take(records)


class TrimsUnheard(SimBus):
    """Takes what was sent for what was acknowledged."""

    async def publish(self, records: Sequence[Outgoing]) -> Published:
        await super().publish(records)
        return Published(frozenset(range(len(records))))


class ForgetsKeys(Inbox[ThingCounted]):
    """Lets later records of a key pass the one that waits."""

    def _parted(self, readable: Any) -> tuple[Any, Any]:
        return readable, []


PLANTED: Mapping[str, Parts] = {
    "commit before effect": Parts(consuming=CommitsFirst),
    "trim before acknowledgement": Parts(bus=TrimsUnheard),
    "a held key is passed": Parts(inbox=ForgetsKeys),
}
