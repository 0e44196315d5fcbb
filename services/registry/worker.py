"""What the registry hears, and what falls due."""

from collections.abc import Sequence

from kit.service import Hearing, Provided, Work


def hears(_: Provided) -> Sequence[Hearing]:
    return ()


def works(_: Provided) -> Sequence[Work]:
    return ()
