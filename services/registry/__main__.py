"""`python -m services.registry api|worker|relay|migrate`."""

import kit.starting  # noqa: F401 - before all that is loaded
from kit.running import run_role

from .roles import REGISTRY

raise SystemExit(run_role(REGISTRY))
