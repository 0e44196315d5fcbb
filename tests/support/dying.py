"""Commands that die before they are answered: what each repeat must find.

With `MAILLAGE_TEST_DYING=1` every change that the tests' client asks for goes this way,
so that the suites of the services tell whether all their commands stand it.
"""

import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx2

from kit.failpoints import Failpoint, arm

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# First nothing is done, then all of it; nobody is answered.
DEATHS = (Failpoint.KEY_BEFORE_ANSWER, Failpoint.KEY_ANSWERED)
DIED, FIRST_REFUSAL = 500, 400

_death: ContextVar[Failpoint | None] = ContextVar("death", default=None)

Ask = Callable[[], Awaitable[httpx2.Response]]


class Died(Exception):
    """Stands for the end of the process."""


class _Mode:
    is_on = os.environ.get("MAILLAGE_TEST_DYING") == "1"


def is_fatal(method: str) -> bool:
    return _Mode.is_on and method in CHANGING


@contextmanager
def every_change_dies() -> Iterator[None]:
    """Let each change of the block die twice before it is answered."""
    before, _Mode.is_on = _Mode.is_on, True
    try:
        yield
    finally:
        _Mode.is_on = before
        arm(None)


async def _die(reached: Failpoint) -> None:
    if _death.get() is reached:
        raise Died(reached)


async def answer_of_the_dying(ask: Ask) -> httpx2.Response:
    """Ask, die on the way twice, and return what the third attempt is answered.

    What is refused, or keeps no trace, does not get that far: it is answered at once.
    """
    arm(_die)
    for point in DEATHS:
        token = _death.set(point)
        try:
            answer = await ask()
        finally:
            _death.reset(token)
        if answer.status_code != DIED:
            return answer
    answer, again = await ask(), await ask()
    assert answer.status_code < FIRST_REFUSAL, f"{answer.request.url}: {answer.text}"
    assert answer.status_code == again.status_code
    assert answer.content == again.content
    assert answer.headers.get_list("set-cookie") == again.headers.get_list("set-cookie")
    return answer
