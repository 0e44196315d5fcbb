"""Whether an installation is well, and what it takes of a machine."""

from .looking import look
from .measuring import DidNotStart, Measure, measure
from .models import Diagnosis, Finding

__all__ = ["Diagnosis", "DidNotStart", "Finding", "Measure", "look", "measure"]
