"""How an erasure goes on, and what its proof is the hash of."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from .errors import ErasureDone, NothingToWithdraw
from .models import WAIT, WARNED, Confirmed, Erasure, Origin

SEALED: Final = timedelta(hours=24)
WAITS: Final[Mapping[Origin, timedelta]] = {"self": WAIT, "retention": WARNED}
NOT_PROVED: Final = {"proof", "version", "sequence"}


def asked(
    before: Erasure | None,
    person_id: UUID,
    *,
    origin: Origin,
    by: UUID | None,
    at: datetime,
) -> Erasure:
    """Ask for it; one's own waits, so that it can be withdrawn.

    Raises:
        ErasureDone: the person is erased already.
    """
    if before is not None and before.erased_at is not None:
        raise ErasureDone(person_id=person_id)
    due_at = at + WAITS.get(origin, timedelta(0))
    fresh = Erasure(
        id=person_id,
        state="waiting",
        origin=origin,
        asked_at=at,
        asked_by=by,
        due_at=due_at,
    )
    if before is None:
        return fresh
    kept = {"version": before.version, "sequence": before.sequence}
    return fresh.model_copy(update=kept)


def withdrawn(erasure: Erasure) -> Erasure:
    if erasure.state != "waiting":
        raise NothingToWithdraw(state=erasure.state)
    return erasure.model_copy(update={"state": "withdrawn"})


def erased(erasure: Erasure, *, at: datetime) -> Erasure:
    changes = {"state": "erased", "erased_at": at, "sealed_until": at + SEALED}
    return erasure.model_copy(update=changes)


def confirmed(erasure: Erasure, word: Confirmed, *, at: datetime) -> Erasure:
    """Note a service's word; with the last one the proof is whole."""
    if word.service not in erasure.awaited:
        return erasure
    known = sorted([*erasure.confirmations, word], key=lambda one: one.service)
    noted = erasure.model_copy(update={"confirmations": tuple(known)})
    if noted.awaited:
        return noted
    whole = noted.model_copy(update={"state": "complete", "completed_at": at})
    return whole.model_copy(update={"proof": proof_of(whole)})


def proof_of(erasure: Erasure) -> str:
    told = erasure.model_dump(mode="json", exclude=NOT_PROVED)
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def is_proved(erasure: Erasure) -> bool:
    """Tell whether a whole proof still says what it said."""
    return erasure.proof is not None and proof_of(erasure) == erasure.proof
