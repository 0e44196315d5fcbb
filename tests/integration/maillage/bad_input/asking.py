"""How the tests put a request together: an address, a body, a version, a client."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2

from kit.ids import new_id
from tests.support.harness import Client

from .operations import MULTIPART, Operation
from .samples import CENSUS, right_body

CODE = "private_partners"


def unknown_ids(names: list[str]) -> dict[str, str]:
    return {name: CODE if name == "code" else str(new_id()) for name in names}


def address(operation: Operation, ids: Mapping[str, str]) -> str:
    """Fill the address; what `ids` does not name is unknown."""
    names = operation.named("path")
    chosen = unknown_ids(names) | {name: ids[name] for name in names if name in ids}
    return operation.path.format(**chosen)


async def ask(
    client: Client,
    operation: Operation,
    *,
    ids: Mapping[str, str] | None = None,
    body: Any = None,
    headers: Mapping[str, str | bytes] | None = None,
    version: str | bytes | None = '"v1"',
    **options: Any,
) -> httpx2.Response:
    """Ask it as it should be asked, but for what the arguments say."""
    sent = dict(headers or {})
    if operation.has_version and version is not None:
        sent["If-Match"] = version
    if operation.takes_json:
        chosen = right_body(operation) if body is None else body
        options["content"] = json.dumps(chosen).encode()
        sent["Content-Type"] = "application/json"
    elif operation.media_type == MULTIPART:
        options.setdefault("files", {"file": ("recensement.csv", CENSUS)})
    path = address(operation, ids or {})
    return await client.ask(operation.method, path, headers=sent, **options)
