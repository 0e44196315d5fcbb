"""`maillage`, typed on the machine of an installation under test."""

import asyncio

import pytest
from typer.testing import CliRunner, Result

from maillage.command import app

from .harness import SECRET, Installation


def found_by_commands(it: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command find this installation as it would any other."""
    settings = it.platform.settings
    told = {
        "MODE": "embedded",
        "NAMESPACE": settings.namespace,
        "SECRET": SECRET,
        "PUBLIC_URL": settings.public_url,
        "MONGO__URL": settings.mongo.url.get_secret_value(),
        "KAFKA__BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers,
    }
    for name, value in told.items():
        monkeypatch.setenv(f"MAILLAGE_{name}", value)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")


async def typed(*words: object) -> Result:
    """Type it, in a thread of its own since it has a loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, app, [*map(str, words)])
