"""Answers that only who has the idempotency key can read again."""

import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.responses import Response

NONCE_BYTES = 12
REPLAYED = ("idempotency-replayed", "true")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, as it was first given."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(cls, response: Response) -> Self:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in response.raw_headers
        )
        return cls(response.status_code, headers, bytes(response.body))

    def again(self) -> Response:
        response = Response(self.body, status_code=self.status)
        response.raw_headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in (*self.headers, REPLAYED)
        ]
        return response


class Seal:
    """AES-GCM under a key made from the server's secret and the idempotency key.

    The store keeps a hash of the idempotency key, never the key: a copy of the database
    opens no seal, and with the server's secret only those of keys that can be guessed.
    """

    def __init__(self, secret: bytes, key: str) -> None:
        self._key = hmac.digest(secret, b"seal\n" + key.encode(), "sha256")

    def fingerprint(self, body: bytes) -> str:
        """Hash a body so that no guess can be tried on it: it may hold a password."""
        return hmac.digest(self._key, body, "sha256").hex()

    def close(self, answer: Answer) -> bytes:
        told = [answer.status, answer.headers, answer.body.decode("latin-1")]
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._key).encrypt(nonce, json.dumps(told).encode(), None)

    def open(self, sealed: bytes) -> Answer:
        nonce, hidden = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        told = json.loads(AESGCM(self._key).decrypt(nonce, hidden, None))
        headers = tuple((name, value) for name, value in told[1])
        return Answer(told[0], headers, told[2].encode("latin-1"))
