"""What can go wrong with a session."""

from typing import ClassVar

from kit.errors import NotFound
from kit.texts import N_


class SessionNotFound(NotFound):
    title: ClassVar[str] = N_("Cette session n’est plus ouverte")
    detail: ClassVar[str] = N_("Elle a été fermée, ou s’est fermée d’elle-même.")
