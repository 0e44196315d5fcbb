"""The chain of the trace: whole whoever writes, and broken by any other hand (SEC-04)."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from kit.ids import new_id
from kit.mongo import Collection, OperationFailure, Transaction
from kit.platform import IDENTITY
from kit.trace import (
    Broken,
    Chain,
    Entry,
    Head,
    Reader,
    Recorder,
    Screen,
    Whole,
    saw,
    verified,
    wrote,
)
from kit.trace.verifying import Fault
from tests.support.harness import Installation

AT = datetime(2026, 11, 23, 9, 58, tzinfo=UTC)
CHANGES: tuple[tuple[dict[str, Any], Fault], ...] = (
    ({"entry.actor": "person:2"}, "altered"),
    ({"entry.person_ids": []}, "altered"),
    ({"entry.note": "one more"}, "altered"),
    ({"seen": True}, "altered"),
    ({"entry.at": "yesterday"}, "unreadable"),
    ({"previous": "0" * 64}, "unlinked"),
    ({"hash": "1" * 64}, "altered"),
)
SCREEN = Screen("GET", "/conseillers")


def an_entry(*persons: UUID) -> Entry:
    return Entry(
        id=new_id(),
        at=AT,
        access="read",
        method="GET",
        route="/conseillers",
        person_ids=persons or (new_id(),),
        actor="person:1",
        correlation_id="c",
    )


def links(it: Installation) -> Collection:
    return it.platform.collection(IDENTITY, "trace")


def a_chain(it: Installation) -> Chain:
    """Open the chain as another process does."""
    waiting = it.platform.collection(IDENTITY, "trace_waiting")
    return Chain(links(it), waiting=waiting)


async def verify(it: Installation, noted: Head | None = None) -> Whole | Broken:
    return await verified(a_chain(it).documents(), noted=noted)


class TestAppending:
    async def test_processes_at_once_make_one_whole_chain(
        self, it: Installation
    ) -> None:
        writers = [a_chain(it) for _ in range(6)]
        batches = [[an_entry() for _ in range(7)] for _ in range(30)]

        await asyncio.gather(
            *(writers[n % 6].append(batch) for n, batch in enumerate(batches))
        )

        found = await verify(it)
        assert isinstance(found, Whole)
        assert found.head.position == 210
        stored = [one["entry"]["id"] async for one in a_chain(it).documents()]
        assert set(stored) == {one.id for batch in batches for one in batch}

    async def test_an_entry_appended_again_stands_there_once(
        self, it: Installation
    ) -> None:
        entries = [an_entry(), an_entry()]

        await a_chain(it).append(entries)
        await a_chain(it).append([*entries, an_entry()])

        assert await a_chain(it).end() == (3, (await a_chain(it).end())[1])

    async def test_mongodb_refuses_an_update_by_any_other_hand(
        self, it: Installation
    ) -> None:
        await a_chain(it).append([an_entry()])

        with pytest.raises(OperationFailure):
            await links(it).update_one({"_id": 1}, {"$set": {"entry.actor": "x"}})
        with pytest.raises(OperationFailure):
            await links(it).insert_one({"_id": 2})

        assert isinstance(await verify(it), Whole)


class TestVerifying:
    async def test_a_changed_entry_is_named(self, it: Installation) -> None:
        await a_chain(it).append([an_entry() for _ in range(5)])
        [*_, third, _, _] = [one async for one in a_chain(it).documents()]

        for change, fault in CHANGES:
            await links(it).update_one(
                {"_id": 3}, {"$set": change}, bypass_document_validation=True
            )
            assert await verify(it) == Broken(3, fault), change
            await links(it).replace_one(
                {"_id": 3}, third, bypass_document_validation=True
            )
        assert isinstance(await verify(it), Whole)

    async def test_an_entry_taken_out_is_named(self, it: Installation) -> None:
        await a_chain(it).append([an_entry() for _ in range(5)])

        await links(it).delete_one({"_id": 2})

        assert await verify(it) == Broken(2, "missing")

    async def test_an_entry_written_anew_with_its_hash_breaks_the_next(
        self, it: Installation
    ) -> None:
        """Whoever computes one hash again has to compute all that follow."""
        chain = a_chain(it)
        await chain.append([an_entry() for _ in range(3)])
        await links(it).delete_one({"_id": 3})
        [_, second] = [one async for one in chain.documents()]
        await chain.append([an_entry()])
        await links(it).update_one(
            {"_id": 3},
            {"$set": {"previous": second["previous"]}},
            bypass_document_validation=True,
        )

        assert await verify(it) == Broken(3, "unlinked")

    async def test_a_noted_end_shows_that_the_last_entries_are_gone(
        self, it: Installation
    ) -> None:
        assert await verify(it) == Whole(Head(0, "0" * 64))
        await a_chain(it).append([an_entry() for _ in range(4)])
        noted = Head(*await a_chain(it).end())

        await links(it).delete_many({"_id": {"$gt": 2}})
        cut = await verify(it, noted)
        await a_chain(it).append([an_entry() for _ in range(4)])
        rewritten = await verify(it, noted)

        assert cut == Broken(3, "missing")
        assert rewritten == Broken(4, "replaced")
        assert isinstance(await verify(it), Whole)


class TestRecording:
    async def test_what_is_read_is_appended_at_a_clean_stop(
        self, it: Installation
    ) -> None:
        person = new_id()
        recorder = Recorder(a_chain(it), clock=lambda: AT)

        async with (
            recorder.working(),
            recorder.watched(
                Reader(actor="person:1"), lambda: SCREEN, correlation_id="c"
            ),
        ):
            saw([person])

        [link] = await a_chain(it).of_person(person, before=None, limit=10)
        assert (link.entry.access, link.entry.route) == ("read", "/conseillers")

    async def test_reading_one_s_own_record_is_none_unless_another_acts(
        self, it: Installation
    ) -> None:
        own, other = new_id(), new_id()
        recorder = Recorder(a_chain(it), clock=lambda: AT)

        async with recorder.watched(
            Reader(actor="person:1", person_id=own), lambda: SCREEN, correlation_id="c"
        ):
            saw([own, other])
        await recorder.flush()

        assert await a_chain(it).of_person(own, before=None, limit=10) == []
        assert await a_chain(it).of_person(other, before=None, limit=10)
        acting = Reader(actor="person:1", person_id=own, acting_for=own)
        async with recorder.watched(acting, lambda: SCREEN, correlation_id="c"):
            saw([own])
        await recorder.flush()
        [link] = await a_chain(it).of_person(own, before=None, limit=10)
        assert link.entry.acting_for == own

    async def test_a_write_and_its_entry_are_one_transaction(
        self, it: Installation
    ) -> None:
        kept, given_up = new_id(), new_id()
        recorder = Recorder(a_chain(it), clock=lambda: AT)

        async def write(person: UUID, *, fails: bool) -> None:
            async def do(tx: Transaction) -> None:
                await wrote([person], tx=tx)
                if fails:
                    raise ZeroDivisionError

            async with recorder.watched(Reader(), lambda: SCREEN, correlation_id="c"):
                await it.platform.mongo.transaction(do)

        await write(kept, fails=False)
        with pytest.raises(ZeroDivisionError):
            await write(given_up, fails=True)
        await recorder.flush()

        [link] = await a_chain(it).of_person(kept, before=None, limit=10)
        assert link.entry.access == "write"
        assert await a_chain(it).of_person(given_up, before=None, limit=10) == []

    async def test_a_write_of_a_killed_process_is_appended_by_another(
        self, it: Installation
    ) -> None:
        person = new_id()
        killed, other = (Recorder(a_chain(it), clock=lambda: AT) for _ in range(2))
        async with killed.watched(Reader(), lambda: SCREEN, correlation_id="c"):
            await wrote([person])

        async with other.watched(Reader(), lambda: SCREEN, correlation_id="d"):
            await wrote([new_id()])
        await other.flush()
        await killed.flush()

        found = await a_chain(it).of_person(person, before=None, limit=10)
        assert len(found) == 1
        assert await a_chain(it).waiting(limit=10) == {}

    async def test_many_people_make_several_entries(self, it: Installation) -> None:
        people = [new_id() for _ in range(1_100)]
        recorder = Recorder(a_chain(it), clock=lambda: AT)

        async with recorder.watched(Reader(), lambda: SCREEN, correlation_id="c"):
            saw(people)
        await recorder.flush()

        sizes = [
            len(one["entry"]["person_ids"]) async for one in a_chain(it).documents()
        ]
        assert sizes == [500, 500, 100]
