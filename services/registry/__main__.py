"""`python -m services.registry api|worker|relay|migrate`."""

from kit import starting
from kit.running import run_role

from .roles import REGISTRY

starting.search_again()

raise SystemExit(run_role(REGISTRY))
