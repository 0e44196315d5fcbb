"""What can be done with second factors."""

from .keeping import SecondFactorService
from .readmitting import ReadmissionService
from .removing import LostFactorService
from .taking import Factors

__all__ = ["Factors", "LostFactorService", "ReadmissionService", "SecondFactorService"]
