"""What the journal keeps of each write, to undo it or to say why it was not done."""

from uuid import UUID

from services.registry.imports.models import Effect, EffectState, Kind

from .plans import AdvisorWrite, CentreWrite, StructureWrite
from .registering import digest_of
from .undoing import differing


def effect_of_centre(batch_id: UUID, write: CentreWrite) -> Effect:
    return Effect(
        id=Effect.id_for(batch_id, Kind.CENTRE, write.record_id),
        batch_id=batch_id,
        kind=Kind.CENTRE,
        record_id=write.record_id,
        line=write.line,
        action="create",
        digest=digest_of(write.after),
    )


def effect_of_structure(batch_id: UUID, write: StructureWrite) -> Effect | None:
    """Return nothing when the record already says what the file says."""
    before, after = write.before, write.after
    is_done = after is not None and after != before
    if not is_done and write.why is None:
        return None
    is_update = before is not None
    return Effect(
        id=Effect.id_for(batch_id, write.kind, write.record_id),
        batch_id=batch_id,
        kind=write.kind,
        record_id=write.record_id,
        line=write.line,
        action="update" if is_update else "create",
        state=EffectState.APPLIED if is_done else EffectState.CONFLICT,
        why=write.why,
        columns=write.columns,
        before=differing(before, after) if before and after else None,
        digest=digest_of(after) if after else "",
    )


def effect_of_advisor(batch_id: UUID, write: AdvisorWrite) -> Effect | None:
    """Return nothing when record and card already say what the file says."""
    before, after = write.before, write.after
    was, is_now = write.card_before, write.card
    is_done = after is not None and (after != before or is_now != was)
    if not is_done and write.why is None:
        return None
    return Effect(
        id=Effect.id_for(batch_id, Kind.ADVISOR, write.record_id),
        batch_id=batch_id,
        kind=Kind.ADVISOR,
        record_id=write.record_id,
        line=write.line,
        action="create" if before is None else "update",
        state=EffectState.APPLIED if is_done else EffectState.CONFLICT,
        why=write.why,
        columns=write.columns,
        before=differing(before, after) if before and after else None,
        card_before=differing(was, is_now) if was and is_now else None,
        digest=digest_of(after, is_now) if after else "",
    )
