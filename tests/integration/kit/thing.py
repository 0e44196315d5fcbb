"""A small service of the tests' own: things that are counted, and who hears of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any, ClassVar, NamedTuple
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from kit.aggregates import Aggregate
from kit.clock import Clock
from kit.errors import Conflict, NotFound
from kit.http import IfMatch, Router, etag, provided
from kit.messaging.envelope import Told
from kit.mongo import Index
from kit.platform import Platform
from kit.service import CollectionPlan, Hearing, Provided, Service
from kit.storage import Aggregates
from schemas.base import Event, Says

TYPE = "fr.transition-numerique.tests"
TOPIC = "tn.tests.thing"


class ThingFact(Event):
    topic: ClassVar[str] = TOPIC
    says: ClassVar[Says] = Says("", "", "", "")
    example: ClassVar[dict[str, Any]] = {}

    thing_id: UUID
    count: int

    @property
    def key(self) -> str:
        return str(self.thing_id)


class ThingAdded(ThingFact):
    type: ClassVar[str] = f"{TYPE}.thing.added.v1"


class ThingCounted(ThingFact):
    type: ClassVar[str] = f"{TYPE}.thing.counted.v1"


class Thing(Aggregate):
    name: str
    count: int = 0


class NewThing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=20)
    count: int = Field(default=0, ge=0, le=1_000)


class ThingView(BaseModel):
    id: UUID
    name: str
    count: int


class ThingNotFound(NotFound):
    pass


class NameTaken(Conflict):
    pass


class Group(NamedTuple):
    name: str
    topics: tuple[str, ...]


HEARD = Group("tests.things", (TOPIC,))


class Things:
    def __init__(self, things: Aggregates[Thing], *, clock: Clock) -> None:
        self.things = things
        self.clock = clock

    async def add(self, new: NewThing) -> Thing:
        thing = Thing(name=new.name, count=new.count)
        fact = ThingAdded(thing_id=thing.id, count=thing.count)
        return await self.things.add(thing, fact, at=self.clock())

    async def get(self, thing_id: UUID) -> Thing:
        thing = await self.things.find({"_id": thing_id})
        if thing is None:
            raise ThingNotFound(thing_id=thing_id)
        return thing

    async def count(self, thing: Thing) -> Thing:
        after = thing.model_copy(update={"count": thing.count + 1})
        fact = ThingCounted(thing_id=thing.id, count=after.count)
        return await self.things.change(thing, after, fact, at=self.clock())


class Heard:
    """What the group has heard, in order; `fails` says which facts have no effect."""

    def __init__(self) -> None:
        self.told: list[Told[ThingFact]] = []
        self.fails: Callable[[Told[ThingFact]], bool] = lambda _: False

    async def on_facts(self, batch: Sequence[Told[ThingFact]]) -> None:
        if any(self.fails(told) for told in batch):
            raise ValueError("no effect")
        self.told.extend(batch)

    def counts(self, thing_id: UUID) -> list[int]:
        return [told.fact.count for told in self.told if told.fact.thing_id == thing_id]


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    things = platform.aggregates("tests", "things", Thing, source="tests")
    yield {Things: Things(things, clock=platform.clock), Heard: Heard()}


def hears(services: Provided) -> Sequence[Hearing]:
    heard = services[Heard]
    assert isinstance(heard, Heard)
    return [Hearing(HEARD, (ThingAdded, ThingCounted), heard.on_facts)]


router = Router(prefix="/things")
ThingsNow = Annotated[Things, Depends(provided(Things))]


@router.post("", status_code=201)
async def add_thing(new: NewThing, things: ThingsNow) -> ThingView:
    thing = await things.add(new)
    return ThingView(id=thing.id, name=thing.name, count=thing.count)


@router.get("/{thing_id}")
async def get_thing(thing_id: UUID, things: ThingsNow, response: Response) -> ThingView:
    thing = await things.get(thing_id)
    response.headers.update(etag(thing.version))
    return ThingView(id=thing.id, name=thing.name, count=thing.count)


@router.put("/{thing_id}/count")
async def count_thing(thing_id: UUID, version: IfMatch, things: ThingsNow) -> ThingView:
    thing = await things.get(thing_id)
    counted = await things.count(thing.model_copy(update={"version": version}))
    return ThingView(id=counted.id, name=counted.name, count=counted.count)


@router.post("/slow")
async def add_slowly(new: NewThing, things: ThingsNow) -> ThingView:
    await asyncio.sleep(0.3)
    thing = await things.add(new)
    return ThingView(id=thing.id, name=thing.name, count=thing.count)


@router.post("/{thing_id}/counted")
async def count_thing_as_it_stands(thing_id: UUID, things: ThingsNow) -> ThingView:
    counted = await things.count(await things.get(thing_id))
    return ThingView(id=counted.id, name=counted.name, count=counted.count)


@router.post("/crowd", status_code=201)
async def add_at_once(new: NewThing, things: ThingsNow) -> list[ThingView]:
    """Ask for several things at once, as a use case may."""
    names = [new.model_copy(update={"name": f"{new.name}{n}"}) for n in range(5)]
    added = await asyncio.gather(*(things.add(one) for one in names))
    found = await things.things.documents.find({}).to_list(None)
    assert len(found) == len(added)
    return [ThingView(id=one.id, name=one.name, count=one.count) for one in added]


@router.get("/fault/now")
async def fail(_: Request) -> ThingView:
    raise RuntimeError("a bug")


THINGS = Service(
    name="tests",
    build=build,
    api=(router,),
    hears=hears,
    collections=(
        CollectionPlan(
            database="tests",
            name="things",
            indexes=(Index("name", unique=True),),
            tells=True,
            tells_in_bulk=True,
        ),
    ),
    topics=(TOPIC,),
)
