"""What a person sees of a long command: steps as they end, and why it stopped."""

from time import monotonic

from rich.console import Console
from rich.status import Status
from rich.text import Text

from .words import terminal_texts

EXIT_FAILED = 1
EXIT_WRONG_SETTINGS = 78
EXIT_INTERRUPTED = 130


class Screen:
    """Lines for a log, and a moving one on a terminal only."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.texts = terminal_texts()
        self._status: Status | None = None
        self._began_at = monotonic()

    def doing(self, text: str, /, **values: int) -> None:
        """Show what goes on, until the next step ends."""
        self._began_at = monotonic()
        said = Text(self.texts.gettext(text, **values))
        if not self.console.is_terminal:
            self.console.print(Text("  … ") + said)
        elif self._status is None:
            self._status = self.console.status(said)
            self._status.start()
        else:
            self._status.update(said)

    def done(self, text: str, /, **values: object) -> None:
        """Note a step that ended, and how long it took."""
        self.rest()
        seconds = monotonic() - self._began_at
        self._began_at += seconds
        line = Text("  ✓ ", style="green") + Text(self.texts.gettext(text, **values))
        took = Text(f"  {self.texts.number(round(seconds, 1))} s", style="dim")
        self.console.print(line + took)

    def note(self, text: str, /, **values: object) -> None:
        self.rest()
        self.console.print(Text(f"  {self.texts.gettext(text, **values)}"))

    def refuse(self, said: str) -> None:
        """Say in red why it goes no further."""
        self.rest()
        self.console.print(Text("  ✗ ", style="bold red") + Text(said))

    def rest(self) -> None:
        """Take the moving line away."""
        if self._status is not None:
            self._status.stop()
            self._status = None
