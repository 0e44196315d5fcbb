"""Every operation and every form that the whole application offers."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute

from kit.http import create_application
from kit.http.application import API
from maillage.running import SERVICES

JSON, MULTIPART = "application/json", "multipart/form-data"

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one address, as OpenAPI tells it."""

    name: str
    method: str
    path: str
    parameters: tuple[Schema, ...]
    body: Schema | None
    media_type: str | None

    def named(self, place: str) -> list[str]:
        return [one["name"] for one in self.parameters if one["in"] == place]

    @property
    def has_version(self) -> bool:
        return "if-match" in self.named("header")

    @property
    def takes_json(self) -> bool:
        return self.media_type == JSON


@dataclass(frozen=True)
class FormPage:
    """An address that shows a page, or takes its form."""

    name: str
    path: str
    queries: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[Mapping[str, object]]:
    yield {}


@cache
def described() -> dict[str, Any]:
    """Return the OpenAPI of the whole, without a server behind it."""
    app = create_application(
        "Maillage", _nothing, api=[one for it in SERVICES for one in it.api]
    )
    return app.openapi()


@cache
def operations() -> tuple[Operation, ...]:
    found = described()["paths"].items()
    return tuple(
        _operation(path, method, told)
        for path, methods in found
        for method, told in methods.items()
    )


def _operation(path: str, method: str, told: Schema) -> Operation:
    content = told.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), None)
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        parameters=tuple(told.get("parameters", ())),
        body=resolved(content[media_type]["schema"]) if media_type else None,
        media_type=media_type,
    )


@cache
def forms() -> tuple[FormPage, ...]:
    return _pages("POST")


@cache
def shown() -> tuple[FormPage, ...]:
    return _pages("GET")


def _pages(method: str) -> tuple[FormPage, ...]:
    routers = [router for service in SERVICES for router in service.pages]
    return tuple(
        FormPage(route.name, route.path, tuple(_queries(route)))
        for route in _routes(routers)
        if method in (route.methods or ())
    )


def _queries(route: APIRoute) -> Iterator[str]:
    for one in get_flat_params(route.dependant):
        if isinstance(one.field_info, Query):
            yield one.alias


def _routes(routers: Any) -> Iterator[APIRoute]:
    for one in routers:
        if isinstance(one, APIRoute):
            yield one
        else:
            inner = getattr(one, "original_router", one)
            yield from _routes(inner.routes)


def resolved(schema: Schema) -> Schema:
    """Follow a reference, and leave out that it may be null."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return resolved(described()["components"]["schemas"][name])
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return resolved(choices[0]) if choices else schema


def is_nullable(schema: Schema) -> bool:
    return any(one.get("type") == "null" for one in schema.get("anyOf", ()))


__all__ = [
    "API",
    "FormPage",
    "Operation",
    "Schema",
    "described",
    "forms",
    "is_nullable",
    "operations",
    "resolved",
    "shown",
]
