"""After a secret vote, nothing that is kept links a voter to a choice (GOV-06)."""

import random
import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from bson import encode
from pymongo import AsyncMongoClient

from kit.logs import configure
from kit.platform import Platform
from kit.running import relays
from maillage.embedded import Servers
from tests.support.harness import eventually

from .conftest import Governance, Seated

CHOICES = ("yes", "no", "abstain")
SEALED = ("sealed_ballots", "sealed_reasons")
VOTERS = 24


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """Keep every line that the services log."""
    kept = StringIO()
    configure("debug", to=kept)
    yield kept
    structlog.reset_defaults()


async def a_secret_vote(
    governance: Governance, count: int
) -> tuple[str, Seated, list[Seated], dict[UUID, str]]:
    """Have members vote one after the other, each with a reason where one is asked."""
    secretary = await governance.seat("pedagogical", "secretary")
    members = await governance.seat_many("pedagogical", count)
    dossier = await governance.dossier("pedagogical")
    vote_id = await governance.open(dossier, secretary, mode="secret")
    drawn = random.Random(7)  # noqa: S311 - any mix of choices will do
    cast: dict[UUID, str] = {}
    for member in drawn.sample(members, count):
        choice = drawn.choice(CHOICES)
        reason = f"Motif {len(cast)} bien à soi." if choice == "no" else None
        headers = {"Idempotency-Key": f"ballot-{len(cast)}"}
        answer = await member.client.ask(
            "PUT",
            f"/api/v1/votes/{vote_id}/ballot",
            json={"choice": choice, "reason": reason},
            headers=headers,
        )
        assert answer.status_code == 200
        cast[member.person_id] = choice
    return vote_id, secretary, members, cast


async def every_document(
    servers: Servers, namespace: str
) -> dict[str, list[dict[str, Any]]]:
    """Read all databases of the installation, and what the server keeps of sessions."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        servers.mongo_url, uuidRepresentation="standard"
    )
    found: dict[str, list[dict[str, Any]]] = {}
    async with client:
        for name in await client.list_database_names():
            if not name.startswith(namespace) and name != "config":
                continue
            for collection in await client[name].list_collection_names():
                documents = client[name][collection].find({})
                found[f"{name}.{collection}"] = [one async for one in documents]
    return found


async def every_record(servers: Servers, platform: Platform) -> list[bytes]:
    """Read all topics of the installation from their beginning, headers included."""
    bootstrap = servers.kafka_bootstrap
    places = await every_partition(bootstrap, prefix=platform.prefix)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        records: list[bytes] = []
        while sum(ends.values()) > len(records):
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                records += [whole(record) for record in batch]
        return records
    finally:
        await consumer.stop()


async def every_partition(bootstrap: str, *, prefix: str) -> list[TopicPartition]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        names = [name for name in await admin.list_topics() if name.startswith(prefix)]
        return [
            TopicPartition(topic["topic"], partition["partition"])
            for topic in await admin.describe_topics(names)
            for partition in topic["partitions"]
        ]
    finally:
        await admin.close()


def whole(record: Any) -> bytes:
    headers = [value for _, value in record.headers]
    return b"\n".join([record.value or b"", record.key or b"", *headers])


def forms_of(person_id: UUID) -> list[bytes]:
    return [person_id.bytes, str(person_id).encode(), person_id.hex.encode()]


def fields_of(document: Any) -> set[str]:
    if isinstance(document, dict):
        return set(document) | {f for v in document.values() for f in fields_of(v)}
    if isinstance(document, list):
        return {field for value in document for field in fields_of(value)}
    return set()


def has_instant(document: dict[str, Any]) -> bool:
    return any(isinstance(value, datetime) for value in document.values())


class TestSecretVote:
    async def test_keeps_voters_and_choices_apart_while_it_is_open(
        self, governance: Governance, servers: Servers, namespace: str
    ) -> None:
        _, _, members, cast = await a_secret_vote(governance, VOTERS)

        kept = await every_document(servers, namespace)

        sealed = kept[f"{namespace}_governance.sealed_ballots"]
        places = kept[f"{namespace}_governance.participations"]
        assert {frozenset(one) for one in sealed} == {
            frozenset({"_id", "vote_id", "choice"})
        }
        assert {frozenset(one) for one in places} == {
            frozenset({"_id", "vote_id", "person_id", "is_open", "has_voted"})
        }
        assert not any(has_instant(one) for one in (*sealed, *places))
        assert sorted(one["choice"] for one in sealed) == sorted(cast.values())
        assert {one["_id"].version for one in sealed} == {4}
        for member in members:
            for name in SEALED:
                documents = kept[f"{namespace}_governance.{name}"]
                assert not _mention(documents, member.person_id)

    async def test_lies_in_an_order_that_tells_nothing(
        self, governance: Governance
    ) -> None:
        _, _, members, cast = await a_secret_vote(governance, VOTERS)

        sealed = await governance.documents("sealed_ballots")
        reasons = await governance.documents("sealed_reasons")
        places = await governance.documents("participations")

        for documents in (sealed, reasons, places):
            ids = [one["_id"].bytes for one in documents]
            assert ids == sorted(ids)
        voted = [one["person_id"] for one in places]
        assert voted != list(cast)
        assert voted != [member.person_id for member in members]
        # By chance two in five would agree: an order that leaked would make all agree.
        agreed = sum(
            cast[one["person_id"]] == ballot["choice"]
            for one, ballot in zip(places, sealed, strict=True)
        )
        assert agreed < VOTERS * 3 // 4

    async def test_after_its_closing_no_store_topic_or_log_links_a_voter_to_a_choice(
        self,
        governance: Governance,
        servers: Servers,
        namespace: str,
        logged: StringIO,
    ) -> None:
        installation = governance.installation
        async with relays(installation.platform, installation.services):
            vote_id, secretary, members, cast = await a_secret_vote(governance, VOTERS)
            during = StringIO(logged.getvalue())
            closed = await governance.close(vote_id, secretary)
            assert closed.status_code == 200
            await eventually(lambda: _is_told(governance))
        kept = await every_document(servers, namespace)
        records = await every_record(servers, installation.platform)

        assert kept[f"{namespace}_governance.sealed_ballots"] == []
        assert kept[f"{namespace}_governance.sealed_reasons"] == []
        weighed = {
            name: [(one, encode(_plain(one))) for one in documents]
            for name, documents in kept.items()
        }
        for member in members:
            _assert_unlinked(weighed, member.person_id)
            for record in records:
                if any(form in record for form in forms_of(member.person_id)):
                    assert b'"choice"' not in record
                    assert b"Motif" not in record
            assert str(member.person_id) not in logged.getvalue()
        assert any(b"voted_count" in record for record in records)
        assert not any(b"ballot" in record for record in records)
        assert "Motif" not in logged.getvalue()
        assert not re.search(r'"(yes|no|abstain)"', during.getvalue())
        tally = closed.json()["tally"]
        choices = list(cast.values())
        assert {c: tally[c] for c in CHOICES} == {c: choices.count(c) for c in CHOICES}

    async def test_leaves_no_answer_and_no_hash_for_repeated_requests(
        self, governance: Governance, servers: Servers, namespace: str
    ) -> None:
        secretary = await governance.seat("pedagogical", "secretary")
        [member] = await governance.seat_many("pedagogical", 1)
        dossier = await governance.dossier("pedagogical")
        vote_id = await governance.open(dossier, secretary, mode="secret")

        answer = await member.client.post(
            f"/votes/{vote_id}/bulletin",
            data={"choice": "yes", "idempotency_key": "a-key-of-the-form"},
        )

        assert answer.status_code == 303
        kept = await every_document(servers, namespace)
        assert kept.get(f"{namespace}_identity.idempotency", []) == []

    async def test_leaves_no_entry_in_the_trace_that_tells_who_voted_what(
        self, governance: Governance, servers: Servers, namespace: str
    ) -> None:
        """SEC-04 stops here: the trace tells apart no two voters by their choices."""
        vote_id, secretary, members, cast = await a_secret_vote(governance, VOTERS)
        for member in members:
            assert (await member.client.page("/dossiers/2026-0001")).status_code == 200
        await governance.close(vote_id, secretary)
        await governance.installation.platform.recorder.flush()

        kept = await every_document(servers, namespace)
        links = kept[f"{namespace}_identity.trace"]
        waiting = kept.get(f"{namespace}_identity.trace_waiting", [])
        entries = [one["entry"] for one in (*links, *waiting)]

        assert entries
        assert not {"choice", "reason", "ballot"} & fields_of(entries)
        told = [str(sorted(one.items())) for one in entries]
        assert not any(vote_id in one or "Motif" in one for one in told)
        assert not any(re.search(r"'(yes|no|abstain)'", one) for one in told)
        traces = {
            choice: {
                _seen(entries, who) for who, what in cast.items() if what == choice
            }
            for choice in CHOICES
        }
        assert len({frozenset(one) for one in traces.values()}) == 1
        assert all(len(one) == 1 for one in traces.values())

    async def test_tells_no_partial_tally_to_anybody(
        self, governance: Governance
    ) -> None:
        vote_id, secretary, members, _ = await a_secret_vote(governance, 6)
        admin = await governance.administrator()

        answers = [
            await client.get(f"/api/v1/votes/{vote_id}")
            for client in (members[0].client, secretary.client, admin)
        ]
        page = await members[0].client.page("/dossiers/2026-0001")

        for answer in answers:
            seen = answer.json()
            assert (seen["tally"], seen["reasons"]) == (None, [])
            assert {e["choice"] for e in seen["electors"]} == {None}
            assert seen["own"]["choice"] is None
        assert "Motif 0" not in page.text
        assert "Vous avez voté" in page.text

    async def test_reasons_come_out_in_another_order_than_they_came(
        self, governance: Governance
    ) -> None:
        secretary = await governance.seat("pedagogical", "secretary")
        members = await governance.seat_many("pedagogical", 12)
        dossier = await governance.dossier("pedagogical")
        vote_id = await governance.open(dossier, secretary, mode="secret")
        for number, member in enumerate(members):
            await governance.cast(vote_id, member, "no", f"Motif {number:02}")

        reasons = (await governance.close(vote_id, secretary)).json()["reasons"]

        assert sorted(reasons) == [f"Motif {number:02}" for number in range(12)]
        assert reasons != sorted(reasons)


async def _is_told(governance: Governance) -> bool:
    return not await governance.told("votes")


def _seen(entries: list[dict[str, Any]], person_id: UUID) -> tuple[Any, ...]:
    """Return what the trace tells of one person's visits, but for the instants."""
    return tuple(
        sorted(
            (one["access"], one["method"], one["route"], len(one["person_ids"]))
            for one in entries
            if one.get("actor_person_id") == person_id
        )
    )


def _mention(documents: list[dict[str, Any]], person_id: UUID) -> bool:
    return any(
        form in encode(_plain(one)) for one in documents for form in forms_of(person_id)
    )


def _assert_unlinked(
    weighed: dict[str, list[tuple[dict[str, Any], bytes]]], person_id: UUID
) -> None:
    """Where a person stands, no choice, no reason and no order of voting does."""
    forms = forms_of(person_id)
    for name, documents in weighed.items():
        for document, content in documents:
            if not any(form in content for form in forms):
                continue
            fields = fields_of(document)
            assert "choice" not in fields, name
            if name.endswith(".votes"):
                electors = document["electors"]
                assert fields_of(electors) == {
                    *("person_id", "organisation_id", "role"),
                    *("is_set_aside", "reason"),
                }
            elif not name.endswith(".committees"):
                assert "reason" not in fields, name


def _plain(value: Any) -> Any:
    """Make a document of the server's own kinds one that BSON encodes again."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.bytes if isinstance(value, UUID) else value
