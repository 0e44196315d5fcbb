"""The part of the register that a census file speaks of, read and left as it is."""

from services.registry.imports.models import Importer, Table
from services.registry.imports.rules import Register


async def registered(table: Table, importer: Importer) -> Register:
    """Read the installation's register."""
    _, _ = table, importer
    return Register()
