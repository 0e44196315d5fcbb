"""Passwords: argon2id, off the event loop, a bounded number at once."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

LENGTH_MIN = 12
LENGTH_MAX = 200


class Passwords:
    """Each hash takes 19 MiB and some 30 ms of one core: more at once only waits."""

    def __init__(self, *, at_once: int | None = None) -> None:
        self._hasher = _hasher()
        self._threads = ThreadPoolExecutor(
            at_once or max(1, (os.cpu_count() or 2) - 1), thread_name_prefix="argon2"
        )
        self._of_nobody = _of_nobody()

    async def hash(self, password: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hasher.hash, password)

    async def verify(self, password: str, against: str | None) -> bool:
        """Take as long when there is nobody (`against` is None) as when there is."""
        loop = asyncio.get_running_loop()
        is_right = await loop.run_in_executor(
            self._threads, self._hasher.verify, password, against or self._of_nobody
        )
        return is_right and against is not None

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    """Hash what nobody has, once in a process, to be compared with in vain."""
    return _hasher().hash("the password of nobody at all")
