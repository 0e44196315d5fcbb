"""`python -m services.hub api|worker|relay|migrate`."""

import kit.starting  # noqa: F401 - before all that is loaded
from kit.running import run_role

from .roles import HUB

raise SystemExit(run_role(HUB))
