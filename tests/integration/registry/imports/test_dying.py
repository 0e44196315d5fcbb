"""The commands on a census when the process dies between the write and the answer."""

from tests.support.dying import every_change_dies
from tests.support.harness import Client
from tests.unit.registry.imports.builders import LINE, as_csv

from .census import Census


class TestDying:
    async def test_it_is_deposited_applied_and_undone_once(
        self, census: Census, manager: Client
    ) -> None:
        with every_change_dies():
            batch = await census.apply(manager, as_csv(LINE))
            undone = await census.undo(manager, batch)

        assert undone["state"] == "undone"
        assert len(await census.stored("imports")) == 1
        assert len(await census.stored("census.files")) == 1
