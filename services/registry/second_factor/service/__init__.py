"""What can be done with second factors."""

from .keeping import SecondFactorService
from .taking import Factors

__all__ = ["Factors", "SecondFactorService"]
