"""What can be done with an account held elsewhere."""

from .entering import LEAVING, FederationService
from .linking import Linking

__all__ = ["LEAVING", "FederationService", "Linking"]
