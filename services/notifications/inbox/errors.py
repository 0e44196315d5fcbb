"""What can go wrong with an inbox."""

from typing import ClassVar

from kit.errors import NotFound
from kit.texts import N_


class EntryNotFound(NotFound):
    title: ClassVar[str] = N_("Ce message n’existe pas")
    detail: ClassVar[str] = N_("Il a été retiré, ou il est à quelqu’un d’autre.")
