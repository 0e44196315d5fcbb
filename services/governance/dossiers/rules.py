"""How a dossier moves along its path: pure decisions."""

from datetime import datetime
from uuid import UUID

from schemas.documents.governance import Dossier, Step

from .errors import DossierIsClosed


def step_to_vote_on(dossier: Dossier) -> tuple[int, Step]:
    """Return the step that is current, and its place in the path.

    Raises:
        DossierIsClosed: no step waits for a vote.
    """
    for index, step in enumerate(dossier.path):
        if dossier.state == "open" and step.state == "current":
            return index, step
    raise DossierIsClosed(number=dossier.number)


def put_to_vote(dossier: Dossier, *, index: int, vote_id: UUID) -> Dossier:
    return _with_step(dossier, index, {"vote_id": vote_id})


def is_at(dossier: Dossier, index: int) -> bool:
    """Tell whether the dossier still waits for a decision at this step."""
    return dossier.state == "open" and dossier.path[index].state == "current"


def is_last(dossier: Dossier, index: int) -> bool:
    return index == len(dossier.path) - 1


def decide(
    dossier: Dossier,
    *,
    index: int,
    is_adopted: bool,
    decision_id: UUID,
    decision_number: str,
    at: datetime,
) -> Dossier:
    """Return the dossier after this step's decision: forwarded, or closed."""
    decided = _with_step(
        dossier,
        index,
        {
            "state": "adopted" if is_adopted else "rejected",
            "decision_id": decision_id,
            "decision_number": decision_number,
            "decided_at": at,
        },
    )
    if not is_adopted:
        return decided.model_copy(update={"state": "rejected"})
    if is_last(dossier, index):
        return decided.model_copy(update={"state": "adopted"})
    return _with_step(decided, index + 1, {"state": "current"})


def _with_step(dossier: Dossier, index: int, update: dict[str, object]) -> Dossier:
    path = list(dossier.path)
    path[index] = path[index].model_copy(update=update)
    return dossier.model_copy(update={"path": tuple(path)})
