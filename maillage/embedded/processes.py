"""A server process that its parent starts, watches, and never leaves behind."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Self

from .errors import ServerFailed

POLL_SECONDS = 0.02
STOP_SECONDS_MAX = 15.0
START_SECONDS_MAX = 60.0
# Of the flags in /proc/<pid>/stat: the thread is being torn down.
PF_EXITING = 0x4

# Linux kills the server when the thread that started it ends, `kill -9` included.
# MongoDB opens a file for each collection and index, and dies when it may not.
# The launcher becomes the server, so it costs no memory.
LAUNCHER = """
import ctypes, os, resource, signal, sys
_, files_max = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (files_max, files_max))
PR_SET_PDEATHSIG = 1
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
if os.getppid() != int(sys.argv[1]):
    sys.exit("the parent is gone")
os.execv(sys.argv[2], sys.argv[2:])
"""


class ServerProcess:
    """Start it from a thread that lasts as long as the server should."""

    def __init__(
        self, name: str, process: subprocess.Popen[bytes], *, log: Path, pid_file: Path
    ) -> None:
        self.name = name
        self.log = log
        self._process = process
        self._pid_file = pid_file

    @classmethod
    def start(
        cls,
        name: str,
        command: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        """Write the log and the pid file of the server under `folder`."""
        log = rotated(folder / "logs" / f"{name}.log")
        launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(os.getpid())]
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own servers, no shell
                [*launcher, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                # Ctrl-C is for the parent, which stops its servers last.
                start_new_session=True,
            )
        pid_file = pid_file_of(name, folder=folder)
        pid_file.write_text(json.dumps({"pid": process.pid, "command": [*command]}))
        return cls(name, process, log=log, pid_file=pid_file)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def is_running(self) -> bool:
        return self.exit_code is None

    async def accepts(self, port: int) -> None:
        """Wait until the server listens on a port of the loopback."""
        deadline = monotonic() + START_SECONDS_MAX
        while not await _is_open(port):
            if not self.is_running() or monotonic() > deadline:
                raise ServerFailed(self.name, log=self.log)
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self, *, at_once: bool = False) -> None:
        """Ask, wait, and force what does not stop in time."""
        if self.is_running():
            self._process.send_signal(signal.SIGKILL if at_once else signal.SIGTERM)
        deadline = monotonic() + STOP_SECONDS_MAX
        while self.is_running():
            if monotonic() > deadline:
                self._process.kill()
            await asyncio.sleep(POLL_SECONDS)
        self._pid_file.unlink(missing_ok=True)


async def stop_stale(name: str, *, folder: Path) -> int | None:
    """Stop the server that a crash left on this folder; its pid, if there was one."""
    pid_file = pid_file_of(name, folder=folder)
    pid = await _stopped(_noted(pid_file))
    pid_file.unlink(missing_ok=True)
    return pid


def pid_file_of(name: str, *, folder: Path) -> Path:
    return folder / f"{name}.pid"


def rotated(log: Path) -> Path:
    """Keep one older log beside the new one."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    return log


@dataclass(frozen=True)
class _Noted:
    pid: int
    command: list[str]

    def is_running(self) -> bool:
        """Compare the command too: the number may have been given to a stranger.

        A killed server has no command any more while its last threads still hold the
        data's lock.
        """
        command = _command_of(self.pid)
        return command == self.command or (command is None and _is_ending(self.pid))


def _noted(pid_file: Path) -> _Noted | None:
    try:
        return _Noted(**json.loads(pid_file.read_text()))
    except (OSError, ValueError, TypeError):
        return None


async def _stopped(noted: _Noted | None) -> int | None:
    if noted is None or not noted.is_running():
        return None
    deadline = monotonic() + STOP_SECONDS_MAX
    _signal(noted.pid, signal.SIGTERM)
    while noted.is_running():
        if monotonic() > deadline:
            _signal(noted.pid, signal.SIGKILL)
        await asyncio.sleep(POLL_SECONDS)
    return noted.pid


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _command_of(pid: int) -> list[str] | None:
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
    return raw.decode(errors="replace").rstrip("\0").split("\0") if raw else None


def _is_ending(pid: int) -> bool:
    """Tell whether some thread of a killed process has not let go of its files."""
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):
            state, *_, flags = stat.read_text().rpartition(")")[2].split()[:7]
            if state not in "ZX" and int(flags) & PF_EXITING:
                return True
    return False


async def _is_open(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
