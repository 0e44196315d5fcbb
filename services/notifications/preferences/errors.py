"""What can go wrong when a person chooses what to receive."""

from typing import ClassVar

from kit.errors import Invalid
from kit.texts import N_


class FamilyIsMandatory(Invalid):
    title: ClassVar[str] = N_("Ces messages ne se refusent pas")
    detail: ClassVar[str] = N_(
        "« {family} » concerne votre compte ou vos propres inscriptions. Retirez-le."
    )
    field: ClassVar[str | None] = "muted"
