"""What can go wrong when the journal is read."""

from typing import ClassVar

from kit.errors import Invalid, NotFound, ServiceError
from kit.texts import N_


class EntryNotFound(NotFound):
    title: ClassVar[str] = N_("Le journal n’a pas cet enregistrement")


class CursorTooOld(ServiceError):
    """Silence would hide a hole: who follows must read the present state again."""

    status: ClassVar[int] = 410
    title: ClassVar[str] = N_("Le journal ne remonte pas jusqu’à ce curseur")
    detail: ClassVar[str] = N_(
        "Il garde {kept_days} jours : des événements qui suivent ce curseur n’y sont "
        "plus. Relisez l’état présent, puis reprenez sans curseur."
    )
    field: ClassVar[str | None] = "after"


class UnknownEventType(Invalid):
    title: ClassVar[str] = N_("Ce type d’événement n’existe pas")
    detail: ClassVar[str] = N_("« {type} » n’est pas au catalogue.")
    field: ClassVar[str | None] = "type"
