"""One role of the notifications in a process: api, worker, relay or migrate."""

import kit.starting  # noqa: F401 - before all that is loaded
from kit.running import run_role

from .roles import NOTIFICATIONS

raise SystemExit(run_role(NOTIFICATIONS))
