"""Structures and centres against a real MongoDB."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from kit.errors import StaleVersion
from kit.ids import new_id
from kit.scope import Everything, Held
from services.registry.centres import facts as centre_facts
from services.registry.centres.errors import AlreadyCentre, RegionHasReferent
from services.registry.centres.repository import CentreRepository
from services.registry.centres.rules import designate, withdraw
from services.registry.structures import facts
from services.registry.structures.errors import SiretTaken, StructureNotFound
from services.registry.structures.models import (
    Provenance,
    Structure,
    StructureFilter,
    name_key,
)
from services.registry.structures.repository import StructureRepository
from services.registry.territories.models import Position
from tests.support.harness import Installation
from tests.support.registry import a_structure

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY = date(2026, 11, 26)
ALL = Everything("a test sees everything")


@pytest.fixture
def structures(it: Installation) -> StructureRepository:
    found = it.provided[StructureRepository]
    assert isinstance(found, StructureRepository)
    return found


@pytest.fixture
def centres(it: Installation) -> CentreRepository:
    found = it.provided[CentreRepository]
    assert isinstance(found, CentreRepository)
    return found


async def added(structures: StructureRepository, *wanted: Structure) -> None:
    told = [(one, [facts.created(one)]) for one in wanted]
    assert await structures.add_many(told, at=NOON) == len(wanted)


class TestAdd:
    async def test_refuses_a_siret_that_is_taken_and_leaves_many_without(
        self, structures: StructureRepository
    ) -> None:
        await added(structures, a_structure(), a_structure())
        first, second = (
            a_structure(siret="95616975900027"),
            a_structure(siret="95616975900027"),
        )
        await structures.add(first, facts.created(first), at=NOON)

        with pytest.raises(SiretTaken):
            await structures.add(second, facts.created(second), at=NOON)

    async def test_adds_many_once_however_often(
        self, structures: StructureRepository
    ) -> None:
        told = [(one, [facts.created(one)]) for one in (a_structure(), a_structure())]
        await structures.add_many(told, at=NOON)

        again = await structures.add_many(told, at=NOON)

        assert again == 0
        assert await structures.count(StructureFilter(), scope=ALL) == 2


class TestGet:
    async def test_finds_nothing_of_another_centre(
        self, structures: StructureRepository
    ) -> None:
        mine, theirs = new_id(), new_id()
        structure = a_structure(centre_id=theirs)
        await added(structures, structure)

        with pytest.raises(StructureNotFound):
            await structures.get(structure.id, scope=Held(frozenset({mine})))

        found = await structures.get(structure.id, scope=Held(frozenset({theirs})))
        assert found.id == structure.id

    async def test_hides_what_the_nation_holds_from_a_centre(
        self, structures: StructureRepository
    ) -> None:
        structure = a_structure(centre_id=None)
        await added(structures, structure)

        with pytest.raises(StructureNotFound):
            await structures.get(structure.id, scope=Held(frozenset({new_id()})))


class TestSearch:
    async def test_walks_all_pages_in_the_order_of_names(
        self, structures: StructureRepository
    ) -> None:
        names = ["Écho", "abbé", "CMA", "cma", "Zinc"]
        await added(structures, *(a_structure(name=name) for name in names))

        walked: list[str] = []
        place: tuple[str, UUID] | None = None
        while page := await structures.search(
            StructureFilter(), scope=ALL, after=place, limit=2
        ):
            walked += [one.name for one in page]
            place = name_key(page[-1].name), page[-1].id

        assert [name.lower() for name in walked] == [
            "abbé",
            "cma",
            "cma",
            "écho",
            "zinc",
        ]

    @pytest.mark.parametrize(
        "search", ["cyb laz", "CYBER-BASE", "caz", "11570", "é c", "956169"]
    )
    async def test_finds_by_the_beginnings_of_words(
        self, structures: StructureRepository, search: str
    ) -> None:
        wanted = a_structure(
            name="Cyber-base Écho Lazare",
            town="Cazilhac",
            postcode="11570",
            siret="95616975900027",
        )
        await added(structures, wanted, a_structure())

        found = await structures.search(
            StructureFilter(search=search), scope=ALL, limit=9
        )

        assert [one.id for one in found] == [wanted.id]

    @pytest.mark.parametrize("search", [".*", "^", "$where", "[", "a" * 100])
    async def test_takes_no_pattern_from_outside(
        self, structures: StructureRepository, search: str
    ) -> None:
        await added(structures, a_structure())
        wanted = StructureFilter(search=search)

        found = await structures.search(wanted, scope=ALL, limit=9)

        has_words = any(sign.isalnum() for sign in search)
        assert len(found) == (0 if has_words else 1)


class TestKnown:
    async def test_finds_what_a_file_names_by_siret_or_folded_name(
        self, structures: StructureRepository
    ) -> None:
        by_siret = a_structure(name="A", siret="95616975900027")
        by_name = a_structure(name="Maison de l’Été")
        await added(structures, by_siret, by_name, a_structure(name="B"))

        found = await structures.known(
            sirets=["95616975900027"], name_keys=["maison de l ete"], scope=ALL
        )

        assert {one.id for one in found} == {by_siret.id, by_name.id}

    async def test_finds_what_a_batch_created(
        self, structures: StructureRepository
    ) -> None:
        batch_id = new_id()
        created = a_structure(provenance=Provenance(batch_id=batch_id, line=2))
        await added(structures, created, a_structure())

        found = await structures.of_batch(batch_id, scope=ALL)

        assert [one.id for one in found] == [created.id]


class TestChange:
    async def test_writes_the_fact_with_the_new_search_words(
        self, structures: StructureRepository
    ) -> None:
        before = a_structure()
        await added(structures, before)
        before = await structures.get(before.id, scope=ALL)
        after = before.model_copy(update={"name": "Atelier"})

        changed = await structures.change(before, after, facts.changed(after), at=NOON)

        [found] = await structures.search(
            StructureFilter(search="atel"), scope=ALL, limit=9
        )
        assert (changed.version, changed.sequence, found) == (2, 2, changed)

    async def test_refuses_what_was_read_before_another_change(
        self, structures: StructureRepository
    ) -> None:
        before = a_structure()
        await added(structures, before)
        after = before.model_copy(update={"name": "Atelier"})
        await structures.change(before, after, facts.changed(after), at=NOON)

        with pytest.raises(StaleVersion):
            await structures.change(before, after, facts.changed(after), at=NOON)


class TestNearest:
    async def test_lists_reception_points_by_distance_and_no_others(
        self, structures: StructureRepository
    ) -> None:
        near = a_structure(name="near", latitude=43.4, longitude=3.7)
        far = a_structure(name="far", latitude=48.85, longitude=2.35)
        closed = a_structure(name="closed", is_reception_point=False)
        lost = a_structure(name="lost", latitude=None, longitude=None)
        await added(structures, far, near, closed, lost)

        found = await structures.nearest(Position(43.39, 3.65), limit=9, scope=ALL)

        assert [one.name for one in found] == ["near", "far"]
        unlocated = await structures.unlocated("34", scope=ALL)
        assert [one.name for one in unlocated] == ["lost"]


class TestCentres:
    async def test_let_a_region_have_one_referent_and_others_beside(
        self, centres: CentreRepository
    ) -> None:
        first, second, third = (
            designate(
                a_structure(), centre_id=new_id(), is_referent=is_referent, on=TODAY
            )
            for is_referent in (True, True, False)
        )
        await centres.add(first, centre_facts.designated(first), at=NOON)
        await centres.add(third, centre_facts.designated(third), at=NOON)

        with pytest.raises(RegionHasReferent):
            await centres.add(second, centre_facts.designated(second), at=NOON)

        assert set(await centres.referents()) == {"76"}

    async def test_let_another_follow_a_referent_that_was_withdrawn(
        self, centres: CentreRepository
    ) -> None:
        first, second = (
            designate(a_structure(), centre_id=new_id(), is_referent=True, on=TODAY)
            for _ in range(2)
        )
        added = await centres.add(first, centre_facts.designated(first), at=NOON)
        ended = withdraw(added, on=TODAY)
        await centres.change(added, ended, centre_facts.withdrawn(ended), at=NOON)

        await centres.add(second, centre_facts.designated(second), at=NOON)

        assert [one.id for one in await centres.list_active()] == [second.id]

    async def test_let_a_structure_be_a_centre_once(
        self, centres: CentreRepository
    ) -> None:
        structure = a_structure()
        first, second = (
            designate(structure, centre_id=new_id(), is_referent=False, on=TODAY)
            for _ in range(2)
        )
        await centres.add(first, centre_facts.designated(first), at=NOON)

        with pytest.raises(AlreadyCentre):
            await centres.add(second, centre_facts.designated(second), at=NOON)
