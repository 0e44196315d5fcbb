"""`python -m services.hub api|worker|relay|migrate`."""

from kit import starting
from kit.running import run_role

from .roles import HUB

starting.search_again()

raise SystemExit(run_role(HUB))
