"""Standard Webhooks 1.0: three headers, and a signature over id, time and body."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.hub.webhooks.models import Webhook

PREFIX = "whsec_"
OVERLAP = timedelta(hours=24)


def secret(webhook_id: UUID, number: int, *, root: str) -> str:
    """Draw a subscriber's secret from the installation's: none of them is stored."""
    drawn = hmac.digest(
        root.encode(), f"maillage.webhook/{webhook_id}/{number}".encode(), "sha256"
    )
    return PREFIX + base64.b64encode(drawn).decode()


def secrets_now(webhook: Webhook, *, root: str, now: datetime) -> list[str]:
    """Return the secret, and for a day after a change the one before as well."""
    numbers = [webhook.secret_number]
    if webhook.rotated_at is not None and now < webhook.rotated_at + OVERLAP:
        numbers.append(webhook.secret_number - 1)
    return [secret(webhook.id, number, root=root) for number in numbers]


def headers(
    message_id: UUID, body: bytes, *, at: datetime, secrets: Sequence[str]
) -> Mapping[str, str]:
    name, seconds = f"msg_{message_id.hex}", str(int(at.timestamp()))
    signed = b".".join((name.encode(), seconds.encode(), body))
    return {
        "webhook-id": name,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(_signature(one, signed) for one in secrets),
    }


def _signature(secret_: str, signed: bytes) -> str:
    key = base64.b64decode(secret_.removeprefix(PREFIX))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
