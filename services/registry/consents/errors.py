"""What can go wrong with a consent."""

from typing import ClassVar

from kit.errors import Conflict, NotFound
from kit.texts import N_


class PurposeUnknown(NotFound):
    title: ClassVar[str] = N_("Cette finalité n’existe pas")


class WordingChanged(Conflict):
    title: ClassVar[str] = N_("Le texte a changé depuis que vous l’avez lu")
    detail: ClassVar[str] = N_("Relisez-le : sa version est maintenant la {version}.")
