"""Why a webinar cannot be scheduled, published or cancelled."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from kit.errors import Conflict, Invalid
from kit.texts import N_
from kit.texts.dates import PARIS


class DecisionMissing(Conflict):
    """Says which decision is missing, the dossier's number and where it stands."""

    title: ClassVar[str] = N_("Il manque la décision du comité pédagogique")
    detail: ClassVar[str] = N_("Le dossier {dossier_number} n’est pas encore décidé.")

    def __init__(self, webinar_id: UUID, dossier_number: str) -> None:
        super().__init__(
            webinar_id=webinar_id,
            dossier_number=dossier_number,
            missing="webinar.validate",
        )


class WaitsForPartners(DecisionMissing):
    detail: ClassVar[str] = N_(
        "Le dossier {dossier_number} est devant le comité des partenaires privés, "
        "qui vérifie votre situation. Le comité pédagogique votera ensuite."
    )


class WaitsForPedagogical(DecisionMissing):
    detail: ClassVar[str] = N_(
        "Le dossier {dossier_number} est devant le comité pédagogique : "
        "sa décision permettra de programmer."
    )


class ProposalRejected(Conflict):
    title: ClassVar[str] = N_("Un comité a rejeté cette proposition")
    detail: ClassVar[str] = N_(
        "La décision {decision_number} le dit, avec ses motifs. "
        "Une proposition nouvelle ouvre un autre dossier."
    )


class AlreadyCancelled(Conflict):
    title: ClassVar[str] = N_("Ce webinaire est annulé")
    detail: ClassVar[str] = N_(
        "Une annulation ne se défait pas : proposez-le de nouveau."
    )


class NotScheduled(Conflict):
    title: ClassVar[str] = N_("Ce webinaire n’a pas de date")
    detail: ClassVar[str] = N_("Programmez-le, puis publiez-le.")


class AlreadyPublished(Conflict):
    title: ClassVar[str] = N_("Ce webinaire est déjà publié")
    detail: ClassVar[str] = N_("Les inscriptions sont ouvertes.")


class AlreadyOver(Conflict):
    title: ClassVar[str] = N_("Ce webinaire a déjà commencé")
    detail: ClassVar[str] = N_("Sa date ne change plus.")


class DatePassed(Conflict):
    title: ClassVar[str] = N_("La date de ce webinaire est passée")
    detail: ClassVar[str] = N_("Choisissez-en une autre, puis publiez.")


class StartInThePast(Invalid):
    title: ClassVar[str] = N_("Cette date est passée")
    detail: ClassVar[str] = N_("Une date et une heure à venir.")
    field: ClassVar[str | None] = "starts_at"


class StartTooFar(Invalid):
    title: ClassVar[str] = N_("Cette date est trop lointaine")
    detail: ClassVar[str] = N_("Une date dans les {months} mois.")
    field: ClassVar[str | None] = "starts_at"


class RoomTooSmall(Conflict):
    title: ClassVar[str] = N_("Cette salle est trop petite")
    detail: ClassVar[str] = N_(
        "Elle tient {room_seats} personnes, le webinaire a {seats} places."
    )
    field: ClassVar[str | None] = "room"


class SlotTaken(Conflict):
    """Names the other webinar if this reader may see it, and no more than when."""

    title: ClassVar[str] = N_("Ce créneau est pris")

    def __init__(
        self, starts_at: datetime, ends_at: datetime, *, title: str | None = None
    ) -> None:
        start, end = starts_at.astimezone(PARIS), ends_at.astimezone(PARIS)
        named = {} if title is None else {"title": title}
        super().__init__(
            **named,
            day=f"{start:%d/%m/%Y}",
            start=f"{start:%H:%M}",
            end=f"{end:%H:%M}",
            starts_at=starts_at,
            ends_at=ends_at,
        )


class RoomTaken(SlotTaken):
    title: ClassVar[str] = N_("Cette salle est prise à cette heure")
    detail: ClassVar[str] = N_(
        "« {title} » l’occupe le {day} de {start} à {end}, heure de Paris. "
        "Choisissez une autre salle ou une autre heure."
    )
    field: ClassVar[str | None] = "room"


class SpeakerTaken(SlotTaken):
    title: ClassVar[str] = N_("Une des personnes qui interviennent est prise ailleurs")
    detail: ClassVar[str] = N_(
        "Elle intervient dans « {title} » le {day} de {start} à {end}, heure de Paris. "
        "Choisissez une autre heure."
    )
    field: ClassVar[str | None] = "starts_at"


class RoomBusy(RoomTaken):
    detail: ClassVar[str] = N_(
        "Un autre webinaire l’occupe le {day} de {start} à {end}, heure de Paris. "
        "Choisissez une autre salle ou une autre heure."
    )


class SpeakerBusy(SpeakerTaken):
    detail: ClassVar[str] = N_(
        "Elle intervient ailleurs le {day} de {start} à {end}, heure de Paris. "
        "Choisissez une autre heure."
    )
