"""What the steps leave for one another: each says what it takes up."""

from typing import Any

import pytest


class Story:
    """Named things that earlier steps made; a step without its past fails at once."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[Any, int]] = {}

    def leave(self, step: int, **things: Any) -> None:
        self._left |= {name: (thing, step) for name, thing in things.items()}

    def take(self, name: str, *, of: int) -> Any:
        """Take up what step `of` left."""
        if name not in self._left:
            pytest.fail(f"step {of} left no “{name}”: the steps are told in order")
        return self._left[name][0]
