"""A service as its process sees it: what it builds, serves, hears, does and stores."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from fastapi import APIRouter
from pydantic import BaseModel

from kit.messaging.envelope import Record
from kit.messaging.inbox import BACKOFF
from kit.mongo import Index
from kit.platform import Platform
from kit.rebuilds import ReadModel
from kit.retry import Backoff
from schemas.base import Event

Provided = Mapping[type, object]
Build = Callable[[Platform], AbstractAsyncContextManager[Provided]]
Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
Handler = Callable[[Sequence[Any]], Awaitable[None]]
RawHandler = Callable[[Sequence[Record]], Awaitable[None]]


class Group(Protocol):
    """A consumer group as the table of readers names it."""

    @property
    def name(self) -> str: ...

    @property
    def topics(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Hearing:
    """What one group does with the facts of its topics, in batches (`list[Told]`).

    `contracts` are all types told on those topics; the handler matches on the class
    and passes over what does not concern it. It must be right when told twice, and is
    tried as `backoff` says on a fact that has no effect.
    """

    group: Group
    contracts: Sequence[type[Event]]
    handler: Handler
    backoff: Backoff = BACKOFF


@dataclass(frozen=True, slots=True)
class RawHearing:
    """A reader of whole records: it keeps or files them, whatever they hold."""

    group: Group
    handler: RawHandler


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPlan:
    """A collection as `migrate` makes it.

    `holds` is the model of its documents, whose marks say what it tells of people;
    `model` is one too, and makes MongoDB refuse what does not fit. `tells` says that
    its documents carry events for the relay, `tells_in_bulk` that those of many new
    ones may wait beside them. `is_clustered` keeps documents in the order of their
    ids, so that nothing shows in which order they came. `is_sealed` makes MongoDB
    refuse every write that does not say that it appends: no hand may update it.
    """

    database: str
    name: str
    indexes: Sequence[Index] = ()
    holds: type[BaseModel] | None = None
    model: type[BaseModel] | None = None
    tells: bool = False
    tells_in_bulk: bool = False
    is_clustered: bool = False
    is_sealed: bool = False


def _nothing_heard(_: Provided) -> Sequence[Hearing | RawHearing]:
    return ()


def _nothing_done(_: Provided) -> Sequence[Work]:
    return ()


async def _nothing_prepared(_: Provided) -> None:
    return


@dataclass(frozen=True, kw_only=True)
class Service:
    """The table of one service. `prepare` loads reference data, as often as called."""

    name: str
    build: Build
    api: Sequence[APIRouter] = ()
    pages: Sequence[APIRouter] = ()
    hears: Callable[[Provided], Sequence[Hearing | RawHearing]] = _nothing_heard
    works: Callable[[Provided], Sequence[Work]] = _nothing_done
    collections: Sequence[CollectionPlan] = ()
    prepare: Callable[[Provided], Awaitable[None]] = _nothing_prepared
    topics: Sequence[str] = field(default=())
    read_models: Sequence[ReadModel] = ()
