"""The files of `deploy/` that are made from the code, and whether they still agree."""

from .environment import environment_example
from .files import drifted, write
from .gateway import gateway, gateway_on

__all__ = ["drifted", "environment_example", "gateway", "gateway_on", "write"]
