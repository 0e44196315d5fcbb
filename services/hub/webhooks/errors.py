"""What can go wrong with a webhook."""

from typing import ClassVar

from kit.errors import Conflict, Invalid, NotFound
from kit.texts import N_


class WebhookNotFound(NotFound):
    title: ClassVar[str] = N_("Cet abonnement n’existe pas")


class DeliveryNotFound(NotFound):
    title: ClassVar[str] = N_("Cet envoi n’existe pas")


class WebhookStopped(Conflict):
    title: ClassVar[str] = N_("Cet abonnement est arrêté")
    detail: ClassVar[str] = N_("Remettez-le en service d’abord.")


class WebhookRunning(Conflict):
    title: ClassVar[str] = N_("Cet abonnement est déjà en service")


class DeliveryUnderWay(Conflict):
    title: ClassVar[str] = N_("Cet envoi est déjà en attente")


class UrlNotHttps(Invalid):
    title: ClassVar[str] = N_("L’adresse doit commencer par https://")
    field: ClassVar[str | None] = "url"


class UrlMalformed(Invalid):
    title: ClassVar[str] = N_("Cette adresse n’est pas utilisable")
    detail: ClassVar[str] = N_(
        "Attendu : https, un nom d’hôte, ni nom d’utilisateur ni fragment."
    )
    field: ClassVar[str | None] = "url"


class UrlUnresolved(Invalid):
    title: ClassVar[str] = N_("Ce nom d’hôte ne mène nulle part")
    detail: ClassVar[str] = N_("Vérifiez l’orthographe de « {host} ».")
    field: ClassVar[str | None] = "url"


class UrlNotPublic(Invalid):
    title: ClassVar[str] = N_("Cette adresse n’est pas sur l’internet public")
    detail: ClassVar[str] = N_(
        "« {host} » mène à un réseau privé ou à cette machine : rien n’y est envoyé."
    )
    field: ClassVar[str | None] = "url"


class AddressRefused(Exception):
    """The name leads to an address that is not public; nothing was sent."""
