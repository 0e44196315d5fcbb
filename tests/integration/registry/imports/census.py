"""Deposits, applies and undoes censuses over HTTP, and runs their jobs on demand."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2

from kit.due import DueWorker
from kit.mongo import Document
from services.registry.imports.handlers import CensusJobs
from services.registry.imports.service import CensusWork
from tests.support.harness import Client, Installation

CENSUS = Path(__file__).parents[3] / "data" / "census"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CENSUS / "expected.json").read_text())
CENTRE = UUID("01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11")
OTHER_CENTRE = UUID("01936a2b-11d0-7c55-8a3f-2f6a9d0e7b99")
BRUT = "recensement-occitanie-brut.csv"
SUITE = "recensement-occitanie-suite.csv"
NATIONAL = "recensement-national.csv"
API = "/api/v1/censuses"


@dataclass
class Census:
    registry: Installation

    async def work(self) -> None:
        """Do what is due, and nothing that is planned for later."""
        work = self.registry.provided[CensusWork]
        assert isinstance(work, CensusWork)
        due = self.registry.platform.due("registry")
        platform = self.registry.platform
        jobs = CensusJobs(work, recorder=platform.recorder)
        worker = DueWorker(due, jobs.table, clock=platform.clock)
        while await worker.step():
            pass

    async def deposit(
        self,
        client: Client,
        data: bytes | str,
        *,
        name: str = "",
        data_fields: dict[str, str] | None = None,
        **options: Any,
    ) -> httpx2.Response:
        """Deposit bytes, or one of the files of the contract by its name."""
        if isinstance(data, str):
            name, data = data, (CENSUS / data).read_bytes()
        files = {"file": (name or "recensement.csv", data)}
        return await client.post(API, files=files, data=data_fields, **options)

    async def analyse(
        self, client: Client, data: bytes | str, **options: Any
    ) -> dict[str, Any]:
        answer = await self.deposit(client, data, **options)
        assert answer.status_code == 201, answer.text
        await self.work()
        return await self.get(client, answer.json()["id"])

    async def apply(self, client: Client, data: bytes | str) -> dict[str, Any]:
        batch = await self.analyse(client, data)
        answer = await client.post(f"{API}/{batch['id']}/application")
        assert answer.status_code == 202, answer.text
        await self.work()
        return await self.get(client, batch["id"])

    async def undo(self, client: Client, batch: dict[str, Any]) -> dict[str, Any]:
        answer = await client.post(f"{API}/{batch['id']}/withdrawal")
        assert answer.status_code == 202, answer.text
        await self.work()
        return await self.get(client, batch["id"])

    async def get(self, client: Client, batch_id: str) -> dict[str, Any]:
        answer = await client.get(f"{API}/{batch_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def summary(self, client: Client, batch: dict[str, Any]) -> dict[str, Any]:
        answer = await client.get(f"{API}/{batch['id']}/summary")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def left_alone(
        self, client: Client, batch: dict[str, Any]
    ) -> list[dict[str, Any]]:
        answer = await client.get(f"{API}/{batch['id']}/left-alone?limit=200")
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def stored(self, name: str, *, database: str = "registry") -> list[Document]:
        """Read a whole collection."""
        found = self.registry.platform.collection(database, name).find()
        return [one async for one in found.sort("_id", 1)]

    async def told(self, name: str, kind: str) -> int:
        """Count the events of a type that wait in a collection."""
        documents = [*await self.stored(name), *await self.stored(f"{name}.removed")]
        waiting = [one for document in documents for one in document["pending"]]
        return sum(one["type"].endswith(f".{kind}.v1") for one in waiting)
