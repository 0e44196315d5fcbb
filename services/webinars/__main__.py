"""One role of the webinars in a process: api, worker, relay or migrate."""

from kit.running import run_role

from .roles import WEBINARS

raise SystemExit(run_role(WEBINARS))
