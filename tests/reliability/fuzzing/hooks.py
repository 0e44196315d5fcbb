"""What the generator of requests is told: real ids, versions, bodies and tokens.

Loaded by its command in a process of its own, one for each role; `R10_PLAN` names the
file of what the network holds. Only what is meant to be right is replaced: a part that
was spoilt on purpose stays as it is.
"""

import json
import os
import random
import re
from collections import deque
from pathlib import Path
from typing import Any

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation

PLAN = json.loads(Path(os.environ["R10_PLAN"]).read_text("utf-8"))
CHANCE = random.Random(PLAN["seed"])  # noqa: S311 - a seed replays the run
IDS: dict[str, list[str]] = PLAN["ids"]
BODIES: dict[str, Any] = PLAN["bodies"]
TOKENS: deque[str] = deque(PLAN["tokens"])
# Sessions of the one real account, which these requests may end, all of them.
REAL: deque[str] = deque(PLAN["real"])
OF_ACCOUNT = ("/api/v1/account", "/api/v1/sessions")
KNOWN, AS_SAMPLED = 0.9, 0.7
# What is made is asked for later on, by the name that addresses give it.
MADE = {
    "webinars": "webinar_id",
    "webhooks": "webhook_id",
    "partners": "partner_id",
    "clients": "client_id",
    "structures": "structure_id",
    "censuses": "census_id",
    "centres": "centre_id",
}
UNIQUE = ("name", "title_fr")
ANSWERS = Path(PLAN["answers"]).open("a", encoding="utf-8")  # noqa: SIM115 - to the end


@schemathesis.hook
def before_call(_: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Make a case that may be right one that can succeed here and now."""
    kwargs["timeout"] = 30
    tokens = _tokens(case)
    if tokens:
        case.headers["Authorization"] = f"Bearer {tokens[0]}"
    if _is_right(case, ParameterLocation.PATH) and case.path_parameters:
        _know_ids(case)
    if _is_right(case, ParameterLocation.BODY):
        _sample_body(case)
    if _is_right(case, ParameterLocation.HEADER) and _has_version(case):
        _know_version(case)


@schemathesis.hook
def after_call(_: Any, case: Any, response: Any) -> None:
    told = {"operation": case.operation.label, "status": response.status_code}
    ANSWERS.write(json.dumps(told) + "\n")
    ANSWERS.flush()
    if response.status_code == 401 and _tokens(case):
        _tokens(case).popleft()
    made = MADE.get(case.path.rpartition("/")[2])
    if response.status_code == 201 and made is not None:
        IDS.setdefault(made, []).append(response.json()["id"])


def _tokens(case: Any) -> deque[str]:
    return REAL if REAL and case.path.startswith(OF_ACCOUNT) else TOKENS


def _is_right(case: Any, place: ParameterLocation) -> bool:
    return case.meta is None or not case.meta.is_negative_at(place)


def _know_ids(case: Any) -> None:
    for name in case.path_parameters:
        if name in IDS and CHANCE.random() < KNOWN:
            case.path_parameters[name] = CHANCE.choice(IDS[name])


def _sample_body(case: Any) -> None:
    sample = BODIES.get(case.operation.definition.raw.get("operationId"))
    if sample is None or not isinstance(case.body, dict):
        return
    if CHANCE.random() < AS_SAMPLED:
        body = dict(sample)
        for name in UNIQUE:
            if name in body:
                body[name] = f"{body[name]} {CHANCE.randrange(10**9)}"
        if "first_name" in body:
            body["email"] = f"fuzz.{CHANCE.randrange(10**9)}@exemple.fr"
        case.body = body


def _has_version(case: Any) -> bool:
    return any(one.name.lower() == "if-match" for one in case.operation.headers)


def _know_version(case: Any) -> None:
    """Read what is to be changed, as a client would."""
    place = re.match(r"^.*\{\w+\}", case.path)
    path = place[0].format(**case.path_parameters) if place else case.path
    address = f"{PLAN['url']}{path}"
    if "\0" in address or CHANCE.random() > KNOWN:
        return
    headers = {"Authorization": case.headers.get("Authorization", "")}
    try:
        read = requests.get(address, headers=headers, timeout=30)
    except (requests.RequestException, ValueError, UnicodeError):
        return
    if "etag" in read.headers:
        case.headers["If-Match"] = read.headers["etag"]
