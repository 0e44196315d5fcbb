"""Webinars in their collection, and their dossiers in the committees' database."""

from .dossiers import DossierRepository
from .webinars import WebinarRepository

__all__ = ["DossierRepository", "WebinarRepository"]
