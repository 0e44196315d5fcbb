"""`docs/keys.md` leaves out no secret and no place that computes with keys or chance."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from kit.http.sealing import NONCE_BYTES as SEALING_NONCE
from kit.identity.sessions import TOKEN_BYTES
from kit.keyring import KEY_BYTES, NONCE_BYTES
from kit.settings import PREFIX, Settings
from services.hub.webhooks.rules.signing import SECRET_BYTES
from services.registry.federation.rules import DRAWN_BYTES
from services.registry.second_factor.rules import RECOVERY_BYTES, SEED_BYTES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "keys.md").read_text("utf-8")
INVENTORY = PAGE[PAGE.index("## Inventory") :]
SECRETS = PAGE[: PAGE.index("## What is drawn")]
CODE = [
    file
    for floor in ("kit", "services", "maillage")
    for file in sorted((ROOT / floor).glob("**/*.py"))
]
# Whoever imports one of these computes with keys, with hashes or with chance.
ROOTS = {
    *("hashlib", "hmac", "secrets", "cryptography", "pwdlib", "argon2"),
    *("itsdangerous", "joserfc", "authlib", "jwt", "nacl", "Crypto", "ssl", "bcrypt"),
}
HASHES = {"sha256", "file_digest"}
CIPHERS = {"AESGCM"}
# Spreads what is done at once, and guards nothing.
SPREADING = {
    "kit/messaging/bus.py",
    "kit/messaging/consuming.py",
    "kit/mongo/transactions.py",
    "services/hub/webhooks/service/delivering.py",
    "services/notifications/deliveries/service.py",
}
# How a person's session comes to be opened: the ways in of docs/security.md.
OPENERS = {"sign_in_person", "let_in", "open_session"}
WAYS_IN = {
    "services/registry/accounts/service/entering.py",
    "services/registry/accounts/delivery.py",
    "services/registry/accounts/routes.py",
    "services/registry/enrolment/pages.py",
    "services/registry/federation/service/entering.py",
    "services/registry/recovery/pages.py",
}


def shown(file: Path) -> str:
    return str(file.relative_to(ROOT))


def nodes(file: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(file.read_text("utf-8")))


def roots(file: Path) -> set[str]:
    """Return the first names of what a file imports from elsewhere."""
    found: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def kinds_in(annotation: object) -> Iterator[type]:
    """Yield the classes that a union or an annotated type holds."""
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from kinds_in(inner)


def secrets_of(part: type[BaseModel], prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in part.model_fields.items():
        for kind in kinds_in(field.annotation):
            if issubclass(kind, BaseModel):
                yield from secrets_of(kind, f"{prefix}{name.upper()}__")
            elif issubclass(kind, SecretStr):
                yield f"{prefix}{name.upper()}", field


class TestInventory:
    def test_every_place_that_computes_with_keys_or_chance_is_in_it(self) -> None:
        found = {shown(file) for file in CODE if roots(file) & ROOTS}

        assert found == set(re.findall(r"^\| `([^`]+)`", INVENTORY, re.MULTILINE))

    def test_no_hash_but_sha_256_and_no_cipher_without_a_seal(self) -> None:
        hashes: set[str] = set()
        ciphers: set[str] = set()
        for file in CODE:
            for node in nodes(file):
                match node:
                    case ast.Attribute(value=ast.Name(id="hashlib"), attr=name):
                        hashes.add(name)
                    case ast.ImportFrom(module="hashlib", names=names):
                        hashes |= {one.name for one in names}
                    case ast.ImportFrom(module=str(module), names=names) if (
                        "primitives.ciphers" in module
                    ):
                        ciphers |= {one.name for one in names}

        assert hashes == HASHES
        assert ciphers == CIPHERS

    def test_sha_1_is_where_applications_speak_it_alone(self) -> None:
        speaking = [shown(f) for f in CODE if "SHA1" in f.read_text("utf-8")]

        assert speaking == ["services/registry/second_factor/rules.py"]

    def test_what_guards_nothing_alone_is_drawn_without_care(self) -> None:
        assert {shown(f) for f in CODE if "random" in roots(f)} <= SPREADING

    def test_what_is_drawn_is_long_enough(self) -> None:
        assert min(TOKEN_BYTES, SECRET_BYTES, DRAWN_BYTES) * 8 >= 256
        assert SEED_BYTES * 8 >= 160
        assert RECOVERY_BYTES * 8 >= 112
        assert KEY_BYTES * 8 == 256
        assert NONCE_BYTES == SEALING_NONCE == 12


class TestSecrets:
    def test_every_secret_of_the_settings_has_its_rule(self) -> None:
        found = {name for name, _ in secrets_of(Settings, PREFIX)}

        assert found == set(re.findall(r"^\| `(MAILLAGE_\w+)`", SECRETS, re.MULTILINE))

    def test_none_has_a_default(self) -> None:
        known = [
            name
            for name, field in secrets_of(Settings, PREFIX)
            if not field.is_required() and field.default is not None
        ]

        assert known == []


class TestWaysIn:
    def test_no_session_is_opened_by_a_way_that_is_not_described(self) -> None:
        calling = {
            shown(file)
            for file in CODE
            for node in nodes(file)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in OPENERS
        }

        assert calling == WAYS_IN
