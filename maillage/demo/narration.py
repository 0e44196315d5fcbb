"""How the story is told: by whoever shows it, in the reader's language."""

from typing import Protocol


class Narrator(Protocol):
    """`say` takes a text to translate and what fills it; `event` a type and a count."""

    @property
    def language(self) -> str: ...

    def step(self, number: int, title: str) -> None: ...

    def say(self, text: str, /, **values: object) -> None: ...

    def event(self, type_: str, count: int) -> None: ...

    def doing(self, text: str, /, **values: int) -> None: ...


class Silence:
    """Tells nobody."""

    language = "fr"

    def step(self, number: int, title: str) -> None:
        pass

    def say(self, text: str, /, **values: object) -> None:
        pass

    def event(self, type_: str, count: int) -> None:
        pass

    def doing(self, text: str, /, **values: int) -> None:
        pass
