"""Small secrets at rest: sealed with a key from the settings, which can be changed.

A text that is sealed names its key: the first of the ring seals, every one opens. Whose
secret it is goes in as associated data, so that one copied to another owner stays shut.
"""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
DERIVED: Final = "0"
NAMED: Final = re.compile(r"[a-z0-9]{1,16}")


class KeyringMalformed(ValueError):
    """The setting holds no ring; what it holds is not repeated."""


class SealBroken(Exception):
    """No key of the ring opens it for this owner."""


class Keyring:
    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self._first = next(iter(keys))

    @classmethod
    def of(cls, told: str | None, *, secret: str) -> "Keyring":
        """Make the ring of an installation: its own keys, then one from its secret.

        Without keys of its own the last one seals, so that nothing is ever kept open;
        with some it opens what was sealed before there were any.
        """
        last = hmac.digest(secret.encode(), b"maillage.keyring", "sha256")
        own = parse(told) if told else {}
        return cls({**own, DERIVED: last})

    def seal(self, text: str, *, owner: UUID) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        hidden = self._keys[self._first].encrypt(nonce, text.encode(), owner.bytes)
        return f"{self._first}:{base64.urlsafe_b64encode(nonce + hidden).decode()}"

    def open(self, sealed: str, *, owner: UUID) -> str:
        """Return what was sealed for this owner.

        Raises:
            SealBroken: its key is gone, it was changed, or it is somebody else's.
        """
        name, _, told = sealed.partition(":")
        key = self._keys.get(name)
        if key is None:
            raise SealBroken
        raw = base64.urlsafe_b64decode(told)
        try:
            opened = key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], owner.bytes)
        except InvalidTag as error:
            raise SealBroken from error
        return opened.decode()

    def is_current(self, sealed: str) -> bool:
        """Tell whether the key that seals today sealed it."""
        return sealed.partition(":")[0] == self._first

    def renew(self, sealed: str, *, owner: UUID) -> str:
        """Seal it with today's key; raises as `open`."""
        return self.seal(self.open(sealed, owner=owner), owner=owner)


def parse(told: str) -> dict[str, bytes]:
    """Read `name:key,name:key`; a key is 32 bytes in base64, of either alphabet.

    Raises:
        KeyringMalformed: it is something else.
    """
    keys: dict[str, bytes] = {}
    for one in told.split(","):
        name, _, key = one.strip().partition(":")
        if not NAMED.fullmatch(name) or name == DERIVED or name in keys:
            raise KeyringMalformed("each key has a name of its own: a-z, 0-9, not 0")
        keys[name] = _key(key)
    return keys


def _key(told: str) -> bytes:
    try:
        key = base64.b64decode(told.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error as error:
        raise KeyringMalformed("a key is not base64") from error
    if len(key) != KEY_BYTES:
        raise KeyringMalformed(f"a key has {KEY_BYTES} bytes, in base64")
    return key
