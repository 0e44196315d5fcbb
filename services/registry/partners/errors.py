"""What can go wrong with a partner."""

from typing import ClassVar

from kit.errors import Conflict, NotFound
from kit.texts import N_


class PartnerNotFound(NotFound):
    title: ClassVar[str] = N_("Ce partenaire n’existe pas")


class PartnerExists(Conflict):
    title: ClassVar[str] = N_("Un partenaire porte déjà ce nom")
    detail: ClassVar[str] = N_("Ouvrez sa fiche, ou donnez un nom qui le distingue.")
    field: ClassVar[str | None] = "name"
