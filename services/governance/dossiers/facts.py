"""How a dossier's move is told to the other services."""

from schemas.documents.governance import Dossier
from schemas.events.governance import (
    CommitteeCode,
    DossierClosed,
    DossierFact,
    DossierForwarded,
)


def moved(dossier: Dossier, *, by: CommitteeCode) -> DossierFact:
    """Tell that the dossier went on to the next committee, or ended with this one."""
    step = dossier.current_step if dossier.state == "open" else None
    kind = DossierClosed if step is None else DossierForwarded
    return kind(
        dossier_id=dossier.id,
        number=dossier.number,
        kind=dossier.kind,
        object_id=dossier.object_id,
        organisation_id=dossier.organisation_id,
        committee=by if step is None else step.committee,
        state=dossier.state,
    )
