"""What can be done with second factors."""

from .keeping import SecondFactorService
from .removing import LostFactorService
from .taking import Factors

__all__ = ["Factors", "LostFactorService", "SecondFactorService"]
