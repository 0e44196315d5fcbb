"""From a route to every request that is tried on it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from kit.ids import new_id
from tests.integration.maillage.bad_input.filled import FILLED
from tests.integration.maillage.bad_input.operations import (
    MULTIPART,
    Operation,
    operations,
)
from tests.integration.maillage.bad_input.samples import CENSUS, right_body

from .ground import Tenancy
from .marks import mark
from .routes import Address

Whose = Literal["ours", "theirs", "nobodys"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# What is everyone's in an address.
PUBLIC: Mapping[str, str] = {
    "code": "private_partners",
    "name": "webinar.published.v1",
    "type_name": "webinar.published.v1",
    "model": "webinars.partners",
    "topic": "tn.webinars.webinar",
    "partition": "0",
    "offset": "0",
    "index": "0",
    "token": "nothing-signed",
    "language": "en",
}


@dataclass(frozen=True)
class Request:
    """One request, and whose ids it names."""

    address: Address
    whose: Whose
    path: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def asked(self) -> str:
        return f"{self.path} {self.options}"


def requests(address: Address, ours: Tenancy, theirs: Tenancy) -> Iterator[Request]:
    """Ask for what is ours, theirs and nobody's, in the address, query and body."""
    body = _body(address, {})
    named = any(one in theirs.ids for one in address.parameters)
    if not named:
        yield Request(address, "ours", _path(address, {}), body)
    else:
        yield Request(address, "theirs", _path(address, theirs.ids), body)
        yield Request(address, "nobodys", _path(address, {}), body)
        yield Request(address, "ours", _path(address, ours.ids), body)
    for query in address.queries if address.is_read else ():
        for value in _values(query, theirs):
            path = _path(address, ours.ids)
            yield Request(address, "ours", path, {"params": {query: value}})
    foreign = _body(address, theirs.ids)
    if foreign != body:
        yield Request(address, "ours", _path(address, ours.ids), foreign)


def _path(address: Address, ids: Mapping[str, str]) -> str:
    path = address.path
    for name in address.parameters:
        value = ids.get(name) or PUBLIC.get(name) or str(new_id())
        path = path.replace("{" + name + "}", value)
    return path


def _values(query: str, theirs: Tenancy) -> list[str]:
    """Look for them by the beginnings of their words, and by their ids.

    A page says again what was asked for: a whole word would be met there.
    """
    if query in {"q", "name", "search", "a", "type", "type_"}:
        return [mark(theirs.tenant, one)[:-1] for one in ("gens", "part")]
    if query in theirs.ids:
        return [theirs.ids[query]]
    return [theirs.ids["structure_id"]] if query.endswith("id") else []


def _body(address: Address, ids: Mapping[str, str]) -> dict[str, Any]:
    if address.is_read or address.method == "DELETE":
        return {"headers": {"If-Match": '"v1"'}} if not address.is_read else {}
    if not address.is_api:
        fields = FILLED.get(address.name, {"version": "1"})
        return {"data": _theirs(fields, ids), "headers": FORM}
    operation = _described().get((address.method, address.path))
    headers = {"If-Match": '"v1"'}
    if operation is not None and operation.media_type == MULTIPART:
        return {"files": {"file": ("recensement.csv", CENSUS)}, "headers": headers}
    if operation is None or not operation.takes_json:
        return {"headers": headers}
    content = json.dumps(_theirs(right_body(operation), ids))
    return {
        "content": content,
        "headers": headers | {"Content-Type": "application/json"},
    }


def _theirs(body: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Name another tenant's things wherever a body names something by its id."""
    known = dict(ids) | ({"id": ids["dead_letter_id"]} if ids else {})
    told = dict(body)
    for name, value in body.items():
        one = known.get(name.removesuffix("s")) or known.get(name)
        if one is not None:
            told[name] = [one] if isinstance(value, list) else one
    return told


@cache
def _described() -> dict[tuple[str, str], Operation]:
    return {(one.method, one.path): one for one in operations()}
