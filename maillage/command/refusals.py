"""What keeps a command from its work, told on the screen; then it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError

from kit.errors import ServiceError
from kit.texts.validation import expectation

from .faults import FAULTS, tell_fault
from .screen import EXIT_FAILED, Screen
from .words import _


@contextmanager
def refused_on(screen: Screen) -> Iterator[None]:
    """Name what was wrong in the options, in the installation or in the request."""
    try:
        yield
    except ValidationError as error:
        for one in error.errors():
            name = "/".join(str(part) for part in one["loc"])
            screen.refuse(f"{name} : {expectation(dict(one), screen.texts)}")
        raise typer.Exit(EXIT_FAILED) from None
    except ServiceError as error:
        screen.refuse(_(error.title, **error.facts))
        screen.note(error.detail, **error.facts)
        raise typer.Exit(EXIT_FAILED) from None
    except FAULTS as fault:
        tell_fault(screen, fault)
        raise typer.Exit(EXIT_FAILED) from None
