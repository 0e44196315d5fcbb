"""`python -m services.registry api|worker|relay|migrate`."""

from kit.running import run_role

from .roles import REGISTRY

raise SystemExit(run_role(REGISTRY))
