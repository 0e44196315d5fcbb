"""What the contracts look like as files: schemas, OpenAPI, rights, processing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from fastapi import FastAPI

from schemas.events import EVENTS
from services.hub.catalogue.rules import asyncapi
from services.hub.catalogue.rules.schemas import (
    document_schema,
    documents,
    schema_of,
)

from . import processing, rights
from .changes import HISTORY, history

SCHEMAS: Final = Path("schemas", "json")
ASYNCAPI: Final = Path("schemas", "asyncapi.yaml")
OPENAPI: Final = Path("schemas", "openapi.json")
RIGHTS: Final = Path("docs", "rights.md")
WHERE_SERVERS_ARE: Final = "127.0.0.1:9092"

Files = Mapping[Path, str]


def files(app: FastAPI) -> Files:
    """Return every file, by its path in the project, as the code promises it today."""
    schemas = {event.type: schema_of(event) for event in EVENTS}
    shared = {name: document_schema(name, kind) for name, kind in documents().items()}
    written = {
        SCHEMAS / f"{name}.json": _json(schema)
        for name, schema in sorted((schemas | shared).items())
    }
    return written | {
        ASYNCAPI: _asyncapi(),
        OPENAPI: _json(app.openapi()),
        HISTORY: history(),
        RIGHTS: rights.page(),
        processing.TABLE: processing.table(),
        processing.PAGE: processing.page(),
    }


def write(root: Path, wanted: Files) -> list[Path]:
    """Make the files as wanted, remove those nobody promises, return what changed."""
    changed = [path for path in wanted if _content(root / path) != wanted[path]]
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(wanted[path], "utf-8")
    stale = strangers(root, wanted)
    for path in stale:
        (root / path).unlink()
    return [*changed, *stale]


def strangers(root: Path, wanted: Files) -> list[Path]:
    """Return the schemas on disk that the code no longer has."""
    found = sorted((root / SCHEMAS).glob("*.json"))
    return [SCHEMAS / path.name for path in found if SCHEMAS / path.name not in wanted]


def _content(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _asyncapi() -> str:
    document = asyncapi.document(
        servers=WHERE_SERVERS_ARE, schema_at=lambda type_: f"./json/{type_}.json"
    )
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100))


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
