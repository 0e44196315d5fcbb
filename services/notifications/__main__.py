"""One role of the notifications in a process: api, worker, relay or migrate."""

from kit.running import run_role

from .roles import NOTIFICATIONS

raise SystemExit(run_role(NOTIFICATIONS))
