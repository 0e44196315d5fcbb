"""One role of the webinars in a process: api, worker, relay or migrate."""

from kit import starting
from kit.running import run_role

from .roles import WEBINARS

starting.search_again()

raise SystemExit(run_role(WEBINARS))
