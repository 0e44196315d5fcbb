"""B10, first part: an authenticated read, against the same on bare FastAPI."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel

from kit.clock import now
from kit.http import Router, provided, signed_in
from kit.identity.callers import Caller
from kit.ids import new_id
from kit.mongo import Collection, Document
from kit.platform import Platform
from kit.running import application, serve
from kit.service import Service
from schemas.access import Role

from .callers import as_fast_as_answered, request
from .child import Here
from .ground import Ground, free_port, listening, session
from .results import Bar, Result
from .rounds import Run

READS, CALLERS = 6_000, 16
THINGS = 200
READ = Bar(
    "B10.read", "Authenticated read of 1 KB / the same on bare FastAPI", 0.7, 0.75
)


class Things:
    def __init__(self, things: Collection) -> None:
        self._things = things

    async def get(self, thing_id: UUID) -> Document | None:
        found: Document | None = await self._things.find_one({"_id": thing_id})
        return found


class ThingView(BaseModel):
    id: UUID
    text: str


async def shown(things: Things, thing_id: UUID) -> ThingView:
    """Read one thing: the handler of both sides."""
    found = await things.get(thing_id)
    if found is None:
        raise HTTPException(404)
    return ThingView(id=found["_id"], text=found["text"])


router = Router(prefix="/things")


@router.get("/{thing_id}")
async def get_thing(
    thing_id: UUID,
    things: Annotated[Things, Depends(provided(Things))],
    _: Annotated[Caller, Depends(signed_in)],
) -> ThingView:
    return await shown(things, thing_id)


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    yield {Things: Things(platform.collection("benchmarks", "things"))}


READING = Service(name="benchmarks", build=build, api=(router,))


async def measure(on: Ground) -> Result:
    async with (
        on.prepared("b10", READING) as built,
        on.child("b10") as kit_api,
        on.child("b10") as bare_api,
        on.child("b10") as client,
    ):
        token = await session(built, Role.NATIONAL_ADMIN)
        ids = [new_id() for _ in range(THINGS)]
        await built.collection("benchmarks", "things").insert_many(
            [{"_id": id_, "text": "x" * 900} for id_ in ids]
        )
        ports = free_port(), free_port()
        await kit_api.ask(serve_kit, port=ports[0])
        await bare_api.ask(serve_bare, port=ports[1])
        for port in ports:
            await listening(port)

        async def side(api: Any, port: int, count: int = on.sized(READS)) -> Run:
            meter = on.meter(api)
            told = await client.ask(
                ask, port=port, token=token, ids=[str(id_) for id_ in ids], count=count
            )
            return meter.run(
                units=count,
                seconds=told["ended_at"] - told["started_at"],
                p50_ms=told["p50_ms"],
                p99_ms=told["p99_ms"],
            )

        await side(kit_api, ports[0], 500)
        await side(bare_api, ports[1], 500)
        compared = await on.compare(
            lambda: side(kit_api, ports[0]), lambda: side(bare_api, ports[1])
        )
        return Result.of(READ, compared)


async def serve_kit(here: Here, *, port: int) -> None:
    _serve(here, application(here.platform, [READING]), port)


async def serve_bare(here: Here, *, port: int) -> None:
    """Serve the same read with FastAPI alone: one dependency reads the session."""
    sessions = here.platform.collection("identity", "sessions")
    things = Things(here.platform.collection("benchmarks", "things"))

    async def caller(request: Request) -> Document:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        found: Document | None = await sessions.find_one(
            {"_id": hashlib.sha256(token.encode()).hexdigest()}
        )
        if found is None or found["expires_at"] <= now():
            raise HTTPException(401)
        return found

    app = FastAPI()

    @app.get("/api/v1/things/{thing_id}")
    async def get_bare(
        thing_id: UUID, _: Annotated[Document, Depends(caller)]
    ) -> ThingView:
        return await shown(things, thing_id)

    _serve(here, app, port)


def _serve(here: Here, app: FastAPI, port: int) -> None:
    http = here.platform.settings.http.model_copy(update={"port": port})
    stop = asyncio.Event()
    here.kept["serving"] = asyncio.create_task(serve(app, http, stop))
    here.stack.callback(stop.set)


async def ask(
    _: Here, *, port: int, token: str, ids: list[str], count: int
) -> dict[str, float]:
    asked = [
        request("GET", f"/api/v1/things/{ids[number % len(ids)]}", token=token)
        for number in range(count)
    ]
    return await as_fast_as_answered(port, asked, callers=CALLERS, wanted=200)
