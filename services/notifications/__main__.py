"""One role of the notifications in a process: api, worker, relay or migrate."""

from kit import starting
from kit.running import run_role

from .roles import NOTIFICATIONS

starting.search_again()

raise SystemExit(run_role(NOTIFICATIONS))
