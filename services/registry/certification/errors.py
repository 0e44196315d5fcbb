"""What stands in the way of a certification."""

from typing import ClassVar

from kit.errors import Conflict
from kit.texts import N_
from services.registry.enrolment.errors import IllegalStep


class NotCertifiable(IllegalStep):
    title: ClassVar[str] = N_("La certification se demande quand on est actif")


class AlreadyRequested(Conflict):
    title: ClassVar[str] = N_("Votre demande est déjà devant le comité")
    detail: ClassVar[str] = N_("Dossier {number}. Il manque la décision du comité.")


class StillCertified(Conflict):
    title: ClassVar[str] = N_("Le label est encore valable")
    detail: ClassVar[str] = N_(
        "Il l’est jusqu’au {until}. Demandez-le à nouveau dans les {days} jours "
        "qui précèdent."
    )
