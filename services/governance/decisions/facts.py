"""How a decision is told to the services that apply it."""

from schemas.documents.governance import Decision
from schemas.events.governance import DecisionAdopted, DecisionFact, DecisionRejected


def decided(decision: Decision) -> DecisionFact:
    kind = DecisionAdopted if decision.outcome == "adopted" else DecisionRejected
    return kind(
        decision_id=decision.id,
        number=decision.number,
        committee=decision.committee,
        dossier_id=decision.dossier_id,
        vote_id=decision.vote_id,
        kind=decision.kind,
        object_id=decision.object_id,
        effect=decision.effect,
        is_final=decision.is_final,
        decided_on=decision.decided_on,
    )
