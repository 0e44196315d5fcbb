"""Records as each version of each type was once told: what must be read for ever.

`python -m tests.unit.maillage.contracts.golden` writes those that are missing, and
never writes over one. A type whose fields have changed since gets one more.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from kit.ids import id_of
from kit.messaging.envelope import Headers, outgoing
from kit.outbox import pending
from schemas.base import Event
from schemas.events import EVENTS
from services.hub.catalogue.rules.examples import service_of

FOLDER: Final = Path(__file__).parent / "golden"
SUMS: Final = FOLDER / "SHA256SUMS"
AT: Final = datetime(2026, 11, 23, 9, 58, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """A record that was told: `value` is its very text."""

    type: str
    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = field(default_factory=tuple)
    partition: int = 0
    offset: int = 0

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.value or b"{}")
        return data


def folder_of(type_: str) -> Path:
    return FOLDER / type_


def golden(type_: str) -> list[Golden]:
    """Return what was told of a type, the oldest first."""
    return [_read(path) for path in paths(type_)]


def paths(type_: str) -> list[Path]:
    found = folder_of(type_).glob("*.json")
    return sorted(found, key=lambda path: int(path.stem))


def sums() -> dict[str, str]:
    """Return the checksums that were written down, by the path of the file."""
    lines = SUMS.read_text("utf-8").splitlines()
    return {path: digest for digest, _, path in (one.partition("  ") for one in lines)}


def digest_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def told_today(event: type[Event]) -> Golden:
    """Return the example of a type as the relay would send it."""
    fact = event.model_validate(event.example)
    [entry] = pending([fact], after=6, at=AT, source=service_of(event))
    id_ = id_of("golden", event.type)
    record = outgoing(entry | {"id": id_, "correlation_id": str(id_)}, prefix="")
    return Golden(
        type=event.type,
        topic=record.topic,
        key=record.key,
        value=record.value,
        headers=record.headers,
    )


def missing() -> Iterator[type[Event]]:
    """Yield the types that tell today what none of their records shows."""
    for event in EVENTS:
        known = golden(event.type)
        if not known or known[-1].data.keys() != told_today(event).data.keys():
            yield event


def main() -> None:
    written = sums() if SUMS.exists() else {}
    for event in missing():
        path = folder_of(event.type) / f"{len(paths(event.type)) + 1}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(told_today(event)), "utf-8")
        written[str(path.relative_to(FOLDER))] = digest_of(path)
    lines = [f"{digest}  {path}\n" for path, digest in sorted(written.items())]
    SUMS.write_text("".join(lines), "utf-8")


def _text(record: Golden) -> str:
    headers = {name: (value or b"").decode() for name, value in record.headers}
    told = {
        "topic": record.topic,
        "key": (record.key or b"").decode(),
        "headers": headers,
        "value": (record.value or b"").decode(),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _read(path: Path) -> Golden:
    told = json.loads(path.read_text("utf-8"))
    return Golden(
        type=path.parent.name,
        topic=told["topic"],
        key=told["key"].encode(),
        value=told["value"].encode(),
        headers=[(name, value.encode()) for name, value in told["headers"].items()],
    )


if __name__ == "__main__":
    main()
