"""What can go wrong when the journal is read."""

from typing import ClassVar

from kit.errors import Invalid, NotFound
from kit.texts import N_


class EntryNotFound(NotFound):
    title: ClassVar[str] = N_("Le journal n’a pas cet enregistrement")


class UnknownEventType(Invalid):
    title: ClassVar[str] = N_("Ce type d’événement n’existe pas")
    detail: ClassVar[str] = N_("« {type} » n’est pas au catalogue.")
    field: ClassVar[str | None] = "type"
