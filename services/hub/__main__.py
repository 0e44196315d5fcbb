"""`python -m services.hub api|worker|relay|migrate`."""

from kit.running import run_role

from .roles import HUB

raise SystemExit(run_role(HUB))
