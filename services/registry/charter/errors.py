"""What can go wrong with a signature."""

from typing import ClassVar

from kit.errors import Conflict
from kit.texts import N_


class CharterChanged(Conflict):
    title: ClassVar[str] = N_("Ce n’est pas le texte actuel de la charte")
    detail: ClassVar[str] = N_(
        "La version {current} est en vigueur. Relisez-la, puis signez."
    )
