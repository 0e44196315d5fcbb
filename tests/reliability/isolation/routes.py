"""Every route that the application serves, as its own tables have it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute

from schemas.access import EMBEDDED

# Answers that never end, and what every process tells of itself alone.
LEFT_OUT = frozenset({"/api/v1/censuses/{census_id}/progress", "/metrics"})


@dataclass(frozen=True, slots=True)
class Address:
    """One method of one route."""

    method: str
    path: str
    name: str
    queries: tuple[str, ...]

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)", self.path)

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/v1/")

    @property
    def is_read(self) -> bool:
        return self.method == "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def addresses(app: FastAPI) -> list[Address]:
    """Return them in an order that is the same each time."""
    found = {
        Address(method, path, name, queries)
        for path, methods, name, queries in _walk(app.routes)
        for method in methods
        if path not in LEFT_OUT and f"{method} {path}" not in EMBEDDED
    }
    return sorted(found, key=str)


def _walk(routes: Any) -> Iterator[tuple[str, set[str], str, tuple[str, ...]]]:
    """Read plain routes, and those of included routers with their whole address."""
    for one in routes:
        if isinstance(one, APIRoute):
            yield one.path, set(one.methods or ()), one.name, _queries(one.dependant)
        elif hasattr(one, "effective_route_contexts"):
            for each in one.effective_route_contexts():
                queries = _queries(each.dependant)
                yield each.path, set(each.methods), each.name, queries


def _queries(dependant: Dependant) -> tuple[str, ...]:
    return tuple(
        one.alias
        for one in get_flat_params(dependant)
        if isinstance(one.field_info, Query)
    )
