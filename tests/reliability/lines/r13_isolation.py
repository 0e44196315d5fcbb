"""R13: every route, as everyone who must not read another tenant's records."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx2

from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from maillage.running import SERVICES
from tests.conftest import quiet
from tests.integration.maillage.bad_input.watching import all_records
from tests.reliability.isolation import around, ground
from tests.reliability.isolation.actors import Actor, actors
from tests.reliability.isolation.asking import Request, Whose, requests
from tests.reliability.isolation.judging import Judge
from tests.reliability.isolation.marks import OURS, THEIRS
from tests.reliability.isolation.routes import Address, addresses
from tests.reliability.line import Line, Outcome, Trial
from tests.support.harness import Client, Installation, eventually, installed

NAMESPACE = "isolated"
NAMED_MAX = 10
SETTLED_SECONDS = 0.5


@dataclass(frozen=True)
class Size:
    """`routes` is how many are drawn; None is all of them."""

    routes: int | None
    timings: int


FULL = Size(routes=None, timings=60)
SHORT = Size(routes=20, timings=5)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    async with (
        running as servers,
        installed(servers, NAMESPACE, *SERVICES) as it,
        it.working(),
    ):
        # Whoever is nobody stays nobody, whatever an answer would have kept.
        it.client.http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return await _tried(trial, size, servers, it)


async def _tried(
    trial: Trial, size: Size, servers: Servers, it: Installation
) -> Outcome:
    site, every = await ground.opened(it), addresses(it.app)
    ours = await ground.found(site, OURS)
    await _settled(it)
    alone = await around.lists(it, every, ours)
    theirs = await ground.found(site, THEIRS)
    await _settled(it)
    beside = await around.lists(it, every, ours)
    records = around.Records(servers.mongo_url, NAMESPACE, theirs)
    before = await records.state()
    began, judge = time.monotonic(), Judge(theirs.secret)
    drawn = _drawn(every, size, trial.seed)
    tried, every_actor = 0, actors(site, ours, theirs)
    for actor in every_actor:
        if not actor.is_theirs:
            tried += await _asked(it, actor, drawn, ours, theirs, judge)
    after = await records.state()
    for actor in every_actor:
        # What one reads of one's own may be noted as read.
        if actor.is_theirs:
            tried += await _asked(it, actor, drawn, ours, theirs, judge)
    seconds = time.monotonic() - began
    await records.close()
    medians = await around.timed(it, ours, theirs, times=size.timings)
    await _settled(it)
    told = around.met(await all_records(servers, NAMESPACE))
    told |= around.met([await _hub(it)])
    grown = sorted(name for name in alone if alone[name] != beside[name])
    changed = sorted(name for name in before if before[name] != after.get(name))
    apart = around.told_apart(medians)
    broken = [
        *judge.found,
        *(f"{name} changed when another tenant came" for name in grown[:NAMED_MAX]),
        *(f"{name} was changed by somebody else" for name in changed[:NAMED_MAX]),
        *(f"{word} was told to everyone" for word in sorted(told)),
        *apart,
    ]
    return Outcome(
        tried=tried,
        lost=0,
        duplicated=0,
        broken=tuple(broken),
        figures={
            "routes": len(drawn),
            **judge.counts,
            "lists_that_count_others": len(grown),
            "records_changed": len(changed),
            "words_in_events": len(told),
            "answers": {
                str(key): judge.statuses[key] for key in sorted(judge.statuses)
            },
            "timing_ms": {
                path: [round(one, 1) for one in both] for path, both in medians.items()
            },
            "seconds": round(seconds, 1),
        },
    )


async def _asked(
    it: Installation,
    actor: Actor,
    drawn: Sequence[Address],
    ours: ground.Tenancy,
    theirs: ground.Tenancy,
    judge: Judge,
) -> int:
    """Try every route as one actor; return how many requests that were."""
    tried = 0
    for address in drawn:
        if not actor.tries(address):
            continue
        client = await actor.enters(it)
        answers: dict[Whose, tuple[Request, httpx2.Response]] = {}
        for request in requests(address, ours, theirs):
            answer = await _sent(client, request)
            tried += 1
            judge.read(actor, request, answer)
            answers.setdefault(request.whose, (request, answer))
        if _is_foreign(actor, address, theirs) and "theirs" in answers:
            request, foreign = answers["theirs"]
            judge.compare(actor, request, foreign, answers["nobodys"][1])
    return tried


async def _sent(client: Client, request: Request) -> httpx2.Response:
    options: dict[str, Any] = dict(request.options)
    if not request.address.is_api:
        options["headers"] = {"Accept": "text/html"} | options.get("headers", {})
    return await client.ask(request.address.method, request.path, **options)


def _is_foreign(actor: Actor, address: Address, theirs: ground.Tenancy) -> bool:
    """Tell whether all that the address names must look absent to this actor."""
    named = [one for one in address.parameters if one in theirs.ids]
    return all(one in theirs.secret and one not in actor.sees for one in named)


def _drawn(every: Sequence[Address], size: Size, seed: int) -> list[Address]:
    if size.routes is None:
        return list(every)
    chance = random.Random(seed)  # noqa: S311 - a seed replays the run
    return chance.sample(list(every), size.routes)


async def _settled(it: Installation) -> None:
    """Wait until every event was told, and what follows from it is done."""
    await eventually(lambda: _is_told(it), seconds=60)
    journal = it.platform.collection("hub", "journal")
    counted = [-1]

    async def is_steady() -> bool:
        counted.append(await journal.count_documents({}))
        return counted[-1] == counted[-2]

    await eventually(is_steady, seconds=60, every=SETTLED_SECONDS)


async def _is_told(it: Installation) -> bool:
    for service in it.services:
        for plan in service.collections:
            documents = it.platform.collection(plan.database, plan.name)
            if await documents.find_one({"pending.0": {"$exists": True}}):
                return False
    return True


async def _hub(it: Installation) -> bytes:
    """Return what the hub keeps of events, and what it owes to subscribers."""
    told = []
    for name, fields in (("journal", {}), ("deliveries", {"body": True})):
        found = it.platform.collection("hub", name).find({}, fields or None)
        told += [repr(one) async for one in found]
    return "\n".join(told).encode()


LINE = Line(
    id="R13",
    fault=(
        "every route and method as another tenant, a lower role, nobody, and one whose "
        "term has ended, with words planted in every private field"
    ),
    must=(
        "5 000 requests or more; 0 leaks in body, header, count, event, export, "
        "webhook and page; foreign looks absent, in its time, too; nothing of "
        "another's changes"
    ),
    run=run,
)
