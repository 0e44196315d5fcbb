"""The embedded servers keep their data and leave nothing running."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import AsyncMongoClient

from maillage.embedded import AlreadyRunning, ServerFailed, Servers, servers
from maillage.embedded.processes import pid_file_of
from tests.support.places import run_folder, swept

# A program that starts the servers, says so, and waits to be killed.
PARENT = """
import asyncio, sys
from pathlib import Path
from maillage.embedded import servers

async def main():
    async with servers(Path(sys.argv[1]), on_progress=lambda *_, **__: None) as running:
        print(*running.pids.values(), flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""
SLEEPER = [
    *(sys.executable, "-c"),
    "import time; print('asleep', flush=True); time.sleep(600)",
]
GONE_SECONDS_MAX = 10.0


class Progress:
    """Keeps what a start has told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __call__(self, text: str, /, **values: int) -> None:
        self.told.append(text.format(**values))


@pytest.fixture
def folder() -> Iterator[Path]:
    with swept(run_folder("embedded")) as empty:
        yield empty


@pytest.fixture
def progress() -> Progress:
    return Progress()


class TestStart:
    async def test_a_second_start_finds_the_data_at_the_same_addresses(
        self, folder: Path, progress: Progress
    ) -> None:
        async with servers(folder, on_progress=progress) as first:
            await write(first, "kept")

        async with servers(folder, on_progress=progress) as second:
            found = await read(second)

        assert found == ("kept", b"kept")
        assert second.mongo_url == first.mongo_url
        assert second.kafka_bootstrap == first.kafka_bootstrap

    async def test_a_port_that_was_taken_meanwhile_is_left_to_who_has_it(
        self, folder: Path, progress: Progress
    ) -> None:
        async with servers(folder, on_progress=progress) as first:
            await write(first, "kept")

        with taken(port_of(first.mongo_url)), taken(port_of(first.kafka_bootstrap)):
            async with servers(folder, on_progress=progress) as second:
                found = await read(second)

        assert found == ("kept", b"kept")
        assert second.mongo_url != first.mongo_url
        assert second.kafka_bootstrap != first.kafka_bootstrap

    async def test_a_fresh_start_forgets_the_data(
        self, folder: Path, progress: Progress
    ) -> None:
        async with servers(folder, on_progress=progress, test=True) as first:
            await write(first, "forgotten")

        async with servers(
            folder, on_progress=progress, fresh=True, test=True
        ) as second:
            names = await databases(second)

        assert "embedded" not in names

    async def test_two_runs_never_share_a_folder(
        self, folder: Path, progress: Progress
    ) -> None:
        async with servers(folder, on_progress=progress, test=True) as running:
            with pytest.raises(AlreadyRunning, match="tourne déjà"):
                async with servers(folder, on_progress=progress):
                    pass

            assert await databases(running)

    async def test_a_server_whose_address_is_given_is_not_started(
        self, folder: Path, progress: Progress
    ) -> None:
        async with servers(
            folder,
            on_progress=progress,
            mongo_url="mongodb://elsewhere",
            kafka_bootstrap="elsewhere:9092",
        ) as given:
            assert given.mongo_url == "mongodb://elsewhere"
            assert given.kafka_bootstrap == "elsewhere:9092"
            assert not given.pids

    async def test_a_server_that_cannot_start_says_why_and_takes_the_other_along(
        self, folder: Path, progress: Progress
    ) -> None:
        (folder / "data" / "mongo").mkdir(parents=True)
        (folder / "data" / "mongo" / "storage.bson").write_bytes(b"not a document")

        with pytest.raises(
            ServerFailed, match=r"(?s)mongod ne démarre pas.*engine metadata"
        ):
            async with servers(folder, on_progress=progress):
                pass

        left = {path.name for path in folder.glob("*.pid")}
        assert left == set()


class TestCrash:
    async def test_killing_the_parent_leaves_no_orphan_and_loses_nothing(
        self, folder: Path, progress: Progress
    ) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", PARENT, str(folder)], stdout=subprocess.PIPE
        ) as parent:
            assert parent.stdout is not None
            said = await asyncio.to_thread(parent.stdout.readline)
            parent.send_signal(signal.SIGKILL)
        pids = [int(pid) for pid in said.split()]

        assert len(pids) == 2
        await gone(pids)
        async with servers(folder, on_progress=progress, test=True) as second:
            assert await databases(second)

    async def test_a_stale_server_is_noticed_and_stopped(
        self, folder: Path, progress: Progress
    ) -> None:
        with sleeper() as stale:
            note(stale.pid, SLEEPER, folder=folder)

            async with servers(folder, on_progress=progress, test=True):
                assert stale.poll() is not None

        assert "Un serveur laissé par un arrêt brutal a été arrêté." in progress.told

    async def test_a_process_that_was_given_the_number_of_ours_is_left_alone(
        self, folder: Path, progress: Progress
    ) -> None:
        with sleeper() as stranger:
            note(stranger.pid, ["mongod"], folder=folder)

            async with servers(folder, on_progress=progress, test=True):
                assert stranger.poll() is None


@contextmanager
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(SLEEPER, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def note(pid: int, command: list[str], *, folder: Path) -> None:
    text = json.dumps({"pid": pid, "command": command})
    pid_file_of("mongod", folder=folder).write_text(text)


async def gone(pids: list[int]) -> None:
    """Wait until none of the processes runs; one that stays fails the test."""
    deadline = monotonic() + GONE_SECONDS_MAX
    while left := [pid for pid in pids if is_running(pid)]:
        assert monotonic() < deadline, f"still running: {left}"
        await asyncio.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def port_of(address: str) -> int:
    return int(address.rsplit("127.0.0.1:", 1)[1].split("/", maxsplit=1)[0])


@contextmanager
def taken(port: int) -> Iterator[None]:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", port))
        yield


async def databases(running: Servers) -> list[str]:
    client: AsyncMongoClient[dict[str, str]] = AsyncMongoClient(running.mongo_url)
    async with client:
        return await client.list_database_names()


async def write(running: Servers, text: str) -> None:
    """Leave a document in MongoDB and a record in Kafka."""
    client: AsyncMongoClient[dict[str, str]] = AsyncMongoClient(running.mongo_url)
    async with client:
        await client.embedded.notes.insert_one({"text": text})
    admin = AIOKafkaAdminClient(bootstrap_servers=running.kafka_bootstrap)
    producer = AIOKafkaProducer(bootstrap_servers=running.kafka_bootstrap, acks="all")
    await admin.start()
    await admin.create_topics([NewTopic("embedded", 1, 1)])
    await admin.close()
    async with producer:
        await producer.send_and_wait("embedded", text.encode())


async def read(running: Servers) -> tuple[str, bytes]:
    client: AsyncMongoClient[dict[str, str]] = AsyncMongoClient(running.mongo_url)
    async with client:
        document = await client.embedded.notes.find_one()
    consumer = AIOKafkaConsumer(
        "embedded",
        bootstrap_servers=running.kafka_bootstrap,
        group_id="embedded",
        auto_offset_reset="earliest",
    )
    async with consumer, asyncio.timeout(10):
        record = await consumer.getone()
    assert document is not None
    return document["text"], record.value
