"""The census's pages."""

from .routing import router

__all__ = ["router"]
