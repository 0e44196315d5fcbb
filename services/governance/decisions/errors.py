"""What can go wrong with a decision: only that it is not there."""

from typing import ClassVar

from kit.errors import NotFound
from kit.texts import N_


class DecisionNotFound(NotFound):
    title: ClassVar[str] = N_("Cette décision n’existe pas, ou n’est pas pour vous")
    detail: ClassVar[str] = N_("Revenez au registre des décisions.")
