"""The `maillage` command: a module for each thing that can be asked."""

from .application import app

__all__ = ["app"]
