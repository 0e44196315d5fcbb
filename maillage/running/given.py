"""The servers that the environment names instead of the embedded ones."""

import os
from pathlib import Path
from typing import NamedTuple

MONGO = "MAILLAGE_MONGO__URL"
KAFKA = "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS"


class Given(NamedTuple):
    mongo_url: str | None
    kafka_bootstrap: str | None


def given_servers() -> Given:
    """Read both names, or the files that hold them.

    Raises:
        OSError: a file that is named cannot be read.
    """
    return Given(_told(MONGO), _told(KAFKA))


def _told(name: str) -> str | None:
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name) or None
