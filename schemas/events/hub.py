"""What the hub tells about itself: clients, webhooks, dead letters."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from schemas.base import Event, Says
from schemas.people import ErasureFact

TYPE = "fr.transition-numerique.hub"


class ClientFact(Event):
    topic: ClassVar[str] = "tn.hub.client"
    example: ClassVar[dict[str, Any]] = {
        "client_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7f10",
        "scopes": ["events.read"],
        "is_revoked": False,
    }

    client_id: UUID
    scopes: tuple[str, ...]
    is_revoked: bool

    @property
    def key(self) -> str:
        return str(self.client_id)


class ClientCreated(ClientFact):
    type: ClassVar[str] = f"{TYPE}.client.created.v1"
    says: ClassVar[Says] = Says(
        "Clé d’accès créée",
        "API key created",
        "Une machine peut lire ce que ses droits permettent.",
        "A machine may read what its scopes allow.",
    )


class ClientRevoked(ClientFact):
    type: ClassVar[str] = f"{TYPE}.client.revoked.v1"
    says: ClassVar[Says] = Says(
        "Clé d’accès révoquée",
        "API key revoked",
        "La clé est refusée dès la requête suivante.",
        "The key is refused from the next request on.",
    )


class ClientKeyRotated(ClientFact):
    type: ClassVar[str] = f"{TYPE}.client.key_rotated.v1"
    example: ClassVar[dict[str, Any]] = ClientFact.example | {
        "former_key_ends_at": "2026-12-01T09:00:00Z"
    }
    says: ClassVar[Says] = Says(
        "Clé d’accès renouvelée",
        "API key rotated",
        "La machine a une clé nouvelle ; celle d’avant vaut jusqu’à l’instant donné.",
        "The machine has a new key; the one before works until the instant told.",
    )

    former_key_ends_at: AwareDatetime


class WebhookFact(Event):
    topic: ClassVar[str] = "tn.hub.webhook"
    example: ClassVar[dict[str, Any]] = {
        "webhook_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7f20",
        "types": ["fr.transition-numerique.webinars.webinar.published.v1"],
        "regions": [],
        "is_enabled": True,
    }

    webhook_id: UUID
    types: tuple[str, ...]
    regions: tuple[str, ...]
    is_enabled: bool

    @property
    def key(self) -> str:
        return str(self.webhook_id)


class WebhookSubscribed(WebhookFact):
    type: ClassVar[str] = f"{TYPE}.webhook.subscribed.v1"
    says: ClassVar[Says] = Says(
        "Webhook abonné",
        "Webhook subscribed",
        "Une adresse recevra les événements choisis, signés.",
        "An address will receive the chosen events, signed.",
    )


class WebhookDisabled(WebhookFact):
    type: ClassVar[str] = f"{TYPE}.webhook.disabled.v1"
    says: ClassVar[Says] = Says(
        "Webhook arrêté",
        "Webhook disabled",
        "L’adresse refuse depuis trop longtemps, a répondu 410, ou on l’a arrêtée.",
        "The address has refused for too long, answered 410, or was stopped.",
    )


class WebhookTested(WebhookFact):
    type: ClassVar[str] = f"{TYPE}.webhook.tested.v1"
    says: ClassVar[Says] = Says(
        "Webhook essayé",
        "Webhook tested",
        "On a demandé un envoi d’essai : cette adresse seule le reçoit, signé.",
        "A test delivery was asked for: this address alone receives it, signed.",
    )


class DeadLetterFact(Event):
    topic: ClassVar[str] = "tn.hub.dead_letter"
    example: ClassVar[dict[str, Any]] = {
        "dead_letter_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7f30",
        "group": "notifications.webinars",
        "topic_name": "tn.webinars.webinar",
        "partition": 2,
        "offset": 18204,
        "reason": "bad_schema",
        "attempts": 1,
    }

    dead_letter_id: UUID
    group: str
    topic_name: str
    partition: int
    offset: int
    reason: str
    attempts: int

    @property
    def key(self) -> str:
        return str(self.dead_letter_id)


class DeadLetterParked(DeadLetterFact):
    type: ClassVar[str] = f"{TYPE}.dead_letter.parked.v1"
    says: ClassVar[Says] = Says(
        "Message mis de côté",
        "Record parked",
        "Un lecteur n’a pas pu traiter un message : il attend l’opérateur.",
        "A reader could not handle a record: it waits for the operator.",
    )


class DeadLetterReplayed(DeadLetterFact):
    type: ClassVar[str] = f"{TYPE}.dead_letter.replayed.v1"
    says: ClassVar[Says] = Says(
        "Message rejoué",
        "Record replayed",
        "L’opérateur a rendu un message au lecteur qui n’avait pas pu le traiter.",
        "The operator gave a record back to the reader that could not handle it.",
    )


class DeadLetterDiscarded(DeadLetterFact):
    type: ClassVar[str] = f"{TYPE}.dead_letter.discarded.v1"
    says: ClassVar[Says] = Says(
        "Message écarté",
        "Record discarded",
        "L’opérateur a écarté un message, avec un motif.",
        "The operator has discarded a record, with a reason.",
    )


class DeadLetterWatchFact(Event):
    """How long the letters that wait have waited; there is one watch."""

    topic: ClassVar[str] = "tn.hub.dead_letter"
    example: ClassVar[dict[str, Any]] = {
        "watch_id": "3f0c8a52-6d0e-5b1c-9d3a-7a4f1f0f2b61",
        "waiting_count": 3,
        "oldest_at": "2026-11-22T08:15:00Z",
        "alert_minutes": 1440,
    }

    watch_id: UUID
    waiting_count: int
    oldest_at: AwareDatetime | None = None
    alert_minutes: int

    @property
    def key(self) -> str:
        return str(self.watch_id)


class DeadLettersOverdue(DeadLetterWatchFact):
    type: ClassVar[str] = f"{TYPE}.dead_letter.overdue.v1"
    says: ClassVar[Says] = Says(
        "Messages mis de côté depuis trop longtemps",
        "Parked records overdue",
        "Le plus ancien attend depuis plus longtemps que le réglage ne le permet. Dit "
        "une fois, jusqu’à ce que plus rien n’attende autant.",
        "The oldest has waited for longer than the setting allows. Told once, until "
        "nothing waits for as long any more.",
    )


class DeadLettersCaughtUp(DeadLetterWatchFact):
    type: ClassVar[str] = f"{TYPE}.dead_letter.caught_up.v1"
    says: ClassVar[Says] = Says(
        "Retard des messages mis de côté résorbé",
        "Parked records caught up",
        "Plus aucun message n’attend depuis plus longtemps que le réglage ne le "
        "permet.",
        "No record waits any more for longer than the setting allows.",
    )


class HubErasure(ErasureFact):
    topic: ClassVar[str] = "tn.hub.erasure"
    type: ClassVar[str] = f"{TYPE}.hub_erasure.confirmed.v1"


EVENTS: tuple[type[Event], ...] = (
    ClientCreated,
    ClientRevoked,
    ClientKeyRotated,
    WebhookSubscribed,
    WebhookDisabled,
    WebhookTested,
    DeadLetterParked,
    DeadLetterReplayed,
    DeadLetterDiscarded,
    DeadLettersOverdue,
    DeadLettersCaughtUp,
    HubErasure,
)
