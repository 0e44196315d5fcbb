"""The demo's story in a terminal: steps, sentences, and the events they caused."""

from rich.padding import Padding
from rich.text import Text

from kit.texts import N_
from schemas.events import BY_TYPE

from .screen import Screen

INDENT = 5
PREFIX = "fr.transition-numerique."


class Teller:
    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    @property
    def language(self) -> str:
        return self._screen.texts.language

    def step(self, number: int, title: str) -> None:
        self._screen.rest()
        heading = f"  {number}. {self._screen.texts.gettext(title)}"
        self._screen.console.print(Text(f"\n{heading}", style="bold"))
        self._screen.doing(N_("En cours…"))

    def say(self, text: str, /, **values: object) -> None:
        said = self._screen.texts.gettext(text, **values)
        self._screen.console.print(Padding(Text(said), (0, 0, 0, INDENT)))

    def event(self, type_: str, count: int) -> None:
        says = BY_TYPE[type_].says if type_ in BY_TYPE else None
        title = "" if says is None else says.title_fr
        if says is not None and self.language == "en":
            title = says.title_en
        number = f"{self._screen.texts.number(count):>6} × "
        line = Text(number, style="dim") + Text(type_.removeprefix(PREFIX))
        self._screen.console.print(line + Text(f"  {title}", style="dim"))

    def doing(self, text: str, /, **values: int) -> None:
        self._screen.doing(text, **values)
