"""What can go wrong with a rebuild."""

from typing import ClassVar

from kit.errors import Conflict, NotFound
from kit.texts import N_


class RebuildNotFound(NotFound):
    title: ClassVar[str] = N_("Cette reconstruction n’existe pas")


class AlreadyRebuilding(Conflict):
    title: ClassVar[str] = N_("Cette copie se reconstruit déjà")
    detail: ClassVar[str] = N_("Attendez la fin, ou arrêtez la reconstruction.")


class HandsOff(Exception):
    """The rebuild is no longer this process's: it was stopped, or taken over."""


class Fault(Exception):
    """The rebuild cannot go on; `reason` is a code, `detail` names a place."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
