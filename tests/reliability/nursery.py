"""A process that has imported the services once and forks their roles from there.

A role that is killed two hundred times would spend most of a run on imports. A fork is
a process like any other: its own pid, its own loop, its own connections.
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from kit.failpoints import arm
from kit.running import run_role
from kit.service import Service

from .faults import Armed, Fault

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)
FAILED = 1
PIECE = 65_536

Order = Mapping[str, Any]


class Nursery:
    """Reads an order a line, and tells each start and each end the same way."""

    def __init__(self) -> None:
        self._pids: set[int] = set()
        self._wake, self._woken = os.pipe()
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)

    def run(self) -> None:
        """Work until whoever gives the orders is gone."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken)
        unread = b""
        while True:
            ready, _, _ = select.select([sys.stdin.fileno(), self._wake], [], [])
            if self._wake in ready:
                os.read(self._wake, PIECE)
                self._tell_ends()
            if sys.stdin.fileno() not in ready:
                continue
            piece = os.read(sys.stdin.fileno(), PIECE)
            if not piece:
                self._kill_all()
                return
            *lines, unread = (unread + piece).split(b"\n")
            for line in lines:
                self._fork(json.loads(line))

    def _fork(self, order: Order) -> None:
        pid = os.fork()
        if pid == 0:
            _live(order)
        self._pids.add(pid)
        _tell({"tag": order["tag"], "pid": pid})

    def _tell_ends(self) -> None:
        for pid in list(self._pids):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._pids.remove(pid)
                _tell({"ended": pid, "code": os.waitstatus_to_exitcode(status)})

    def _kill_all(self) -> None:
        for pid in self._pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _tell(told: Mapping[str, object]) -> None:
    os.write(sys.stdout.fileno(), json.dumps(told).encode() + b"\n")


def _live(order: Order) -> None:
    """Be the role until it ends; never return."""
    code = FAILED
    try:
        _settle(order)
        code = run_role(_find_service(order["service"]), [order["role"]])
    except BaseException:  # noqa: BLE001 - the fork must end here, whatever happens
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _settle(order: Order) -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for handle, place in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(handle, place)
    os.environ.update(order["environment"])
    for name, seconds in order["lengths"].items():
        _shorten(name, seconds)
    faults = [Fault.read(told) for told in order["faults"]]
    member, life = order["member"], order["life"]
    if faults:
        arm(Armed(faults, member=member, life=life, report=Path(order["report"])))


def _shorten(name: str, seconds: float) -> None:
    """Set a length of time of a module, `kit.due:LEASE`, for this process."""
    module_name, _, constant = name.partition(":")
    module = import_module(module_name)
    kind = type(getattr(module, constant))
    is_span = kind is timedelta
    setattr(module, constant, timedelta(seconds=seconds) if is_span else kind(seconds))


def _find_service(name: str) -> Service:
    """Return what `services.webinars.roles:WEBINARS` names."""
    module, _, attribute = name.partition(":")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Service)
    return found


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        _find_service(wanted)
    Nursery().run()
