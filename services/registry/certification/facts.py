"""How the opening of a dossier, and the committee's answer, are told."""

from schemas.documents.governance import Dossier
from schemas.events.governance import DossierOpened
from schemas.events.registry import AdvisorFact
from services.registry.advisors import facts
from services.registry.advisors.models import Advisor


def opened(dossier: Dossier) -> DossierOpened:
    return DossierOpened(
        dossier_id=dossier.id,
        number=dossier.number,
        kind=dossier.kind,
        object_id=dossier.object_id,
        organisation_id=dossier.organisation_id,
        committee=dossier.path[0].committee,
        state=dossier.state,
    )


def answered(advisor: Advisor) -> AdvisorFact:
    granted = advisor.certification and advisor.certification.state == "certified"
    return facts.certified(advisor) if granted else facts.certification_refused(advisor)
