"""Standard Webhooks 1.0: three headers, and a signature over id, time and body."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kit.keyring import Keyring
from services.hub.webhooks.models import Webhook

PREFIX = "whsec_"
SECRET_BYTES = 32
OVERLAP = timedelta(hours=24)


def new_secret() -> str:
    """Draw a subscriber's secret: shown once, kept sealed."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def derived(webhook_id: UUID, number: int, *, root: str) -> str:
    """Return the secret of a subscription made when none was kept."""
    drawn = hmac.digest(
        root.encode(), f"maillage.webhook/{webhook_id}/{number}".encode(), "sha256"
    )
    return PREFIX + base64.b64encode(drawn).decode()


class Secrets:
    """A subscription's secrets: opened to sign, sealed to be kept."""

    def __init__(self, keyring: Keyring, *, root: str) -> None:
        self._keyring = keyring
        self._root = root

    def sealed(self, webhook: Webhook, secret: str) -> Webhook:
        """Give it this secret and no former one."""
        kept = self._keyring.seal(secret, owner=webhook.id)
        return webhook.model_copy(update={"secret": kept, "former_secret": None})

    def rotated(self, webhook: Webhook, secret: str, *, at: datetime) -> Webhook:
        """Give it this secret; today's is the former one from now on."""
        before = self.kept(webhook)
        return self.sealed(before, secret).model_copy(
            update={
                "former_secret": before.secret,
                "secret_number": before.secret_number + 1,
                "rotated_at": at,
            }
        )

    def kept(self, webhook: Webhook) -> Webhook:
        """Return it with its secrets sealed by today's key, as they may not be yet."""
        number = webhook.secret_number
        former = self._renewed(webhook, webhook.former_secret, number - 1)
        return webhook.model_copy(
            update={
                "secret": self._renewed(webhook, webhook.secret, number),
                "former_secret": None if webhook.rotated_at is None else former,
            }
        )

    def now(self, webhook: Webhook, *, now: datetime) -> list[str]:
        """Return the secret, and for a day after a change the one before as well."""
        kept = self.kept(webhook)
        sealed = [kept.secret]
        if webhook.rotated_at is not None and now < webhook.rotated_at + OVERLAP:
            sealed.append(kept.former_secret)
        return [self._keyring.open(one, owner=webhook.id) for one in sealed if one]

    def _renewed(self, webhook: Webhook, sealed: str | None, number: int) -> str:
        if sealed is None:
            secret = derived(webhook.id, number, root=self._root)
            return self._keyring.seal(secret, owner=webhook.id)
        if self._keyring.is_current(sealed):
            return sealed
        return self._keyring.renew(sealed, owner=webhook.id)


def headers(
    message_id: UUID, body: bytes, *, at: datetime, signers: Sequence[str]
) -> Mapping[str, str]:
    name, seconds = f"msg_{message_id.hex}", str(int(at.timestamp()))
    signed = b".".join((name.encode(), seconds.encode(), body))
    return {
        "webhook-id": name,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(_signature(one, signed) for one in signers),
    }


def _signature(secret_: str, signed: bytes) -> str:
    key = base64.b64decode(secret_.removeprefix(PREFIX))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
