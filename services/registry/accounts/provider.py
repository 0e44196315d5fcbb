"""The door to another house where people sign in; what opens it stands above."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kit.identity.callers import Caller


async def stay(_: Caller) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`name` stands on the button, which is not shown without one.

    `way_out` tells the page by which a session that came from there is left.
    """

    name: str | None = None
    way_out: Callable[[Caller], Awaitable[str | None]] = stay
