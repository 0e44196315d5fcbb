"""Imported first, by programs alone: while one loads, nothing is garbage.

Python would search through all that is loaded again and again, a quarter of the time
until a role answers (ADR 24).
"""

import gc

gc.disable()


def search_again() -> None:
    """Search from now on, but never through what has been loaded."""
    gc.freeze()
    gc.enable()
