"""The promises as files that machines read, and the check that they are kept."""

from .checking import Refusal, check
from .writing import files, write

__all__ = ["Refusal", "check", "files", "write"]
