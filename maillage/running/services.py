"""The table of the services, in the order in which they are wired and migrated."""

import sys
from importlib import import_module
from importlib.util import find_spec

from kit.service import Service

NAMES = ("registry", "governance", "webinars", "notifications", "hub")


def _found() -> tuple[Service, ...]:
    found = []
    for name in NAMES:
        if find_spec(f"services.{name}") and find_spec(f"services.{name}.roles"):
            try:
                module = import_module(f"services.{name}.roles")
            except ImportError as error:
                sys.stderr.write(f"[{name}: {error}]\n")
                continue
            found += [v for v in vars(module).values() if isinstance(v, Service)]
    return tuple(found)


SERVICES = _found()
