"""`python -m services.governance api|worker|relay|migrate`."""

from kit import starting
from kit.running import run_role

from .roles import GOVERNANCE

starting.search_again()

if __name__ == "__main__":
    raise SystemExit(run_role(GOVERNANCE))
