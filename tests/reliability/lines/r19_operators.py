"""R19: operators, dotted names and foreign fields, over every operation and form."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx2

from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from maillage.running import SERVICES
from schemas.access import Role
from tests.conftest import quiet
from tests.integration.maillage.bad_input.asking import ask, unknown_ids
from tests.integration.maillage.bad_input.filled import FILLED, actor_at
from tests.integration.maillage.bad_input.operations import (
    FormPage,
    Operation,
    forms,
    operations,
)
from tests.integration.maillage.bad_input.samples import right_body
from tests.integration.maillage.bad_input.world import World, founded
from tests.reliability.injection.bodies import FOREIGN, PLANTED, QUERIES, spoilt
from tests.reliability.injection.fields import forbidden_fields, planted
from tests.reliability.injection.listening import Listener, heard
from tests.reliability.line import Line, Outcome, Trial
from tests.support.harness import Client, installed

NAMESPACE = "r19"
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "text/html",
}
REQUESTS_MIN = 500
ENDING = ("/deconnexion", "/compte", "/api/v1/account", "/api/v1/sessions")
# The store may be slow to answer on a busy machine, and says so.
BUSY = 503


@dataclass(frozen=True)
class Size:
    """Every how many operations and forms are asked."""

    each: int


FULL = Size(each=1)
SHORT = Size(each=8)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    with heard() as listener:
        async with running as servers:
            return await _tried(servers, size, listener)


async def _tried(servers: Servers, size: Size, listener: Listener) -> Outcome:
    async with installed(servers, NAMESPACE, *SERVICES) as it:
        world = await founded(it)
        before = await forbidden_fields(servers.mongo_url, NAMESPACE)
        listener.is_on = True
        told = [one async for one in _asked(world, size)]
        listener.is_on = False
        after = await forbidden_fields(servers.mongo_url, NAMESPACE)
        left = await planted(servers.mongo_url, NAMESPACE)
    changed = [
        one for one, fields in before.items() if after.get(one, fields) != fields
    ]
    broken = [f"an operator reached MongoDB in {one}" for one in listener.reached[:10]]
    broken += [f"a forbidden field changed in {one}" for one in changed[:10]]
    broken += [f"what was planted stands in {one}" for one in left[:10]]
    broken += [one.fault for one in told if one.fault][:10]
    if size is FULL and len(told) < REQUESTS_MIN:
        broken.append(f"only {len(told)} requests")
    return Outcome(
        tried=len(told),
        lost=0,
        duplicated=0,
        broken=tuple(broken),
        figures={
            "operations": len(operations()) // size.each,
            "forms": len(forms()) // size.each,
            "answers": dict(sorted(Counter(str(one.status) for one in told).items())),
            "commands listened to": listener.commands,
            "operators that reached MongoDB": len(listener.reached),
            "forbidden fields that changed": len(changed),
        },
    )


@dataclass(frozen=True)
class Told:
    status: int
    fault: str = ""


async def _asked(world: World, size: Size) -> AsyncIterator[Told]:
    for operation in operations()[:: size.each]:
        for answer in await _answers(world, operation):
            yield _told(operation.name, answer, is_read=operation.takes_json)
    for form in forms()[:: size.each]:
        for body in _posted(form):
            path = form.path.format_map(unknown_ids(form.names) | world.own)
            client = await _asker(world, path, world.clients[actor_at(form)])
            answer = await client.post(path, content=body, headers=FORM)
            yield _told(form.name, answer, is_read=False)


async def _answers(world: World, operation: Operation) -> Sequence[httpx2.Response]:
    ids = world.own
    client = await _asker(
        world, operation.path, world.actor(operation.name, operation.path)
    )
    if operation.takes_json:
        assert operation.body is not None
        bodies = spoilt(right_body(operation), operation.body["properties"])
        asked = [await ask(client, operation, ids=ids, body=one) for one in bodies]
    elif operation.method == "GET":
        asked = [
            await ask(client, operation, ids=ids, params=dict(one)) for one in QUERIES
        ]
    else:
        foreign = json.dumps(FOREIGN)
        asked = [
            await ask(client, operation, ids=ids, version='"v99"', content=foreign)
        ]
    if operation.named("path"):
        hostile = quote(json.dumps({"$ne": PLANTED}), safe="")
        odd = dict.fromkeys(operation.named("path"), hostile)
        asked.append(await ask(client, operation, ids=odd))
    return asked


async def _asker(world: World, path: str, usual: Client) -> Client:
    """What may end the sessions of an account is asked in the name of another."""
    if not path.startswith(ENDING):
        return usual
    return await world.it.client.sign_in(Role.ADVISOR)


def _posted(form: FormPage) -> Sequence[bytes]:
    """What the form asks for with foreign fields beside it, and with operators."""
    right = FILLED.get(form.name, {})
    foreign = {f"{name}": json.dumps(value) for name, value in FOREIGN.items()}
    operators = {f"{name}[$ne]": PLANTED for name in right}
    dotted = {f"{name}.{PLANTED}": "1" for name in right}
    return [
        urlencode({**right, **foreign}).encode(),
        urlencode({**operators, **dotted, "$where": PLANTED}).encode(),
    ]


def _told(name: str, answer: Any, *, is_read: bool) -> Told:
    status = answer.status_code
    if status >= 500 and status != BUSY:
        return Told(status, f"{name} answered {status}")
    if is_read and status < 400:
        return Told(status, f"{name} took what was planted ({status})")
    return Told(status)


LINE = Line(
    id="R19",
    fault="≥ 500 bodies with operators, dotted keys, foreign fields, everywhere",
    must="0 operators reach MongoDB, 0 forbidden fields change",
    run=run,
)
