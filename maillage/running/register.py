"""The part of the register that a census file speaks of, read and left as it is."""

from typing import NamedTuple, cast
from uuid import UUID

from kit.platform import platform
from kit.running.serving import build_all
from kit.settings import Settings
from services.registry.imports.models import Importer, Table
from services.registry.imports.repository import RegisterRepository
from services.registry.imports.rules import Register
from services.registry.roles import REGISTRY


class Facing(NamedTuple):
    """Whose import it would be, and what it would meet."""

    importer: Importer
    register: Register


async def facing(settings: Settings, table: Table, *, centre_id: UUID | None) -> Facing:
    async with (
        platform(settings) as built,
        build_all(built, [REGISTRY]) as provided,
    ):
        found = cast("RegisterRepository", provided[RegisterRepository])
        importer = await found.importer(centre_id)
        return Facing(importer, (await found.snapshot(table)).register)
