"""What can go wrong when the catalogue is read."""

from typing import ClassVar

from kit.errors import NotFound
from kit.texts import N_


class EventTypeNotFound(NotFound):
    title: ClassVar[str] = N_("Le catalogue n’a pas ce type d’événement")
    detail: ClassVar[str] = N_("Cherchez-le dans la liste du catalogue.")
