"""What can go wrong with the mailbox."""

from typing import ClassVar

from kit.errors import NotFound
from kit.texts import N_


class MessageNotFound(NotFound):
    title: ClassVar[str] = N_("Ce courrier n’existe pas")
    detail: ClassVar[str] = N_("La boîte garde les courriers trente jours.")
