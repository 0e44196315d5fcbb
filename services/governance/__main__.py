"""`python -m services.governance api|worker|relay|migrate`."""

import kit.starting  # noqa: F401 - before all that is loaded
from kit.running import run_role

from .roles import GOVERNANCE

if __name__ == "__main__":
    raise SystemExit(run_role(GOVERNANCE))
