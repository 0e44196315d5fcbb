"""What can be done with webhooks: subscribe, stop, rotate, test; owe and deliver."""

from .delivering import DeliveryWorker
from .subscribing import WebhookService

__all__ = ["DeliveryWorker", "WebhookService"]
