"""How a start tells what it is doing."""

from typing import Protocol


class OnProgress(Protocol):
    """Hears a sentence to translate and its values, the way `gettext` takes them."""

    def __call__(self, text: str, /, **values: int) -> None: ...
