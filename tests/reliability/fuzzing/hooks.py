"""What the generator of requests is told: real ids, versions, bodies and tokens.

Loaded by its command in a process of its own, one for each role; `R10_PLAN` names the
file of what the network holds. Only what is meant to be right is replaced: a part that
was spoilt on purpose stays as it is.
"""

import json
import os
import random
import re
from collections import defaultdict, deque
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
# Who is addressed here is somebody who is there.
WITH_ADDRESS = ("open_session", "ask_for_link")
# What answers show is asked for later on: by address, what it said in texts.
SEEN: defaultdict[str, deque[dict[str, str]]] = defaultdict(lambda: deque(maxlen=40))
NAMES = ("id", "reference", "code", "name", "type", "purpose")
PLACES = "/api/v1/reception-points"
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
    if case.operation.path == PLACES and _is_right(case, ParameterLocation.QUERY):
        case.query["place"] = "34000"
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
        if not REAL and PLAN["account"]:
            _sign_in_again()
    if 200 <= response.status_code < 300:
        _learn(case, response)


def _sign_in_again() -> None:
    """Open the account once more: what is asked of it ends all its sessions at once."""
    told = requests.post(
        f"{PLAN['url']}/api/v1/sessions", json=PLAN["account"], timeout=30
    )
    if told.ok:
        REAL.append(told.json()["token"])


def _learn(case: Any, response: Any) -> None:
    """Note what an answer shows, for the addresses that go on from its own."""
    try:
        told = response.json()
    except ValueError:
        return
    shown = told.get("items", [told]) if isinstance(told, dict) else told
    for one in shown if isinstance(shown, list) else ():
        if isinstance(one, dict):
            texts = {name: text for name, text in one.items() if isinstance(text, str)}
            SEEN[case.operation.path].append((case.path_parameters or {}) | texts)


def _tokens(case: Any) -> deque[str]:
    return REAL if REAL and case.path.startswith(OF_ACCOUNT) else TOKENS


def _is_right(case: Any, place: ParameterLocation) -> bool:
    return case.meta is None or not case.meta.is_negative_at(place)


def _know_ids(case: Any) -> None:
    """Ask for what the network holds: seeded, or seen in an answer on the way here."""
    if CHANCE.random() >= KNOWN:
        return
    for name in case.path_parameters:
        if name in IDS:
            case.path_parameters[name] = CHANCE.choice(IDS[name])
    if CHANCE.random() < AS_SAMPLED:
        case.path_parameters |= _seen(case.operation.path)


def _seen(path: str) -> dict[str, str]:
    """Return the parameters that lead to something seen, all of one answer."""
    starts = [one.start() for one in re.finditer(r"/\{", path)]
    shown = next((SEEN[path[:at]] for at in reversed(starts) if SEEN[path[:at]]), None)
    if not shown:
        return {}
    one, found = CHANCE.choice(shown), {}
    for name in re.findall(r"\{(\w+)\}", path):
        texts = [one[key] for key in (name, *NAMES) if key in one]
        if texts:
            found[name] = texts[0]
    return found


def _sample_body(case: Any) -> None:
    operation = case.operation.definition.raw.get("operationId")
    sample = BODIES.get(operation)
    if sample is None or not isinstance(case.body, dict):
        return
    if CHANCE.random() < AS_SAMPLED:
        body = dict(sample)
        for name in UNIQUE:
            if name in body:
                body[name] = f"{body[name]} {CHANCE.randrange(10**9)}"
        if "email" in body and operation not in WITH_ADDRESS:
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
