"""What can go wrong with a copy of one's data."""

from typing import ClassVar

from kit.errors import NotFound
from kit.texts import N_


class CopyNotFound(NotFound):
    title: ClassVar[str] = N_("Cette copie n’existe pas")
    detail: ClassVar[str] = N_("Elle est gardée sept jours, puis supprimée.")
