"""What is asked about dossiers, and what is shown of them."""

from collections.abc import Mapping
from typing import Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kit.texts import N_
from schemas.documents.governance import Dossier, DossierFactLine, Effect, Step
from schemas.events.governance import CommitteeCode, ObjectKind

State = Literal["open", "adopted", "rejected", "withdrawn"]

KINDS: Final[Mapping[ObjectKind, str]] = {
    "webinar": N_("Webinaire"),
    "certification": N_("Certification"),
}
STATES: Final[Mapping[State, tuple[str, str | None]]] = {
    "open": (N_("En cours"), "info"),
    "adopted": (N_("Adopté"), "ok"),
    "rejected": (N_("Rejeté"), "bad"),
    "withdrawn": (N_("Retiré"), None),
}
# What follows when the step is adopted, and when it is not.
CONSEQUENCES: Final[Mapping[Effect, tuple[str, str]]] = {
    "partner.standing_confirmed": (
        N_("Adopté, le dossier passe au comité suivant avec son historique."),
        N_("Rejeté, le dossier est clos."),
    ),
    "webinar.validate": (
        N_("Adopté, le webinaire pourra être programmé."),
        N_("Rejeté, il ne le pourra pas."),
    ),
    "advisor.certify": (
        N_("Adoptée, la certification vaut un an."),
        N_("Rejetée, elle n’est pas accordée."),
    ),
}


class Filter(BaseModel):
    """Which dossiers to list."""

    model_config = ConfigDict(frozen=True)

    committee: CommitteeCode | None = None
    state: State | None = None


class DossierView(BaseModel):
    id: UUID
    number: str
    kind: ObjectKind
    object_id: UUID
    title: str
    organisation_id: UUID | None
    opened_at: AwareDatetime
    state: State
    committee: CommitteeCode | None
    facts: tuple[DossierFactLine, ...]
    path: tuple[Step, ...]
    version: int

    @classmethod
    def of(cls, dossier: Dossier) -> Self:
        step = dossier.current_step
        return cls(
            id=dossier.id,
            number=dossier.number,
            kind=dossier.kind,
            object_id=dossier.object_id,
            title=dossier.title,
            organisation_id=dossier.organisation_id,
            opened_at=dossier.opened_at,
            state=dossier.state,
            committee=None if step is None else step.committee,
            facts=dossier.facts,
            path=dossier.path,
            version=dossier.version,
        )
