"""Routers that are passed over at once, and never where one of their routes fits."""

from collections.abc import Mapping

import httpx2
import pytest
from fastapi import FastAPI

from kit.http import Router
from schemas.addresses import API


def built() -> FastAPI:
    app, things, pages, nested = (
        FastAPI(),
        Router(prefix="/things"),
        Router(include_in_schema=False),
        Router(),
    )

    @things.get("")
    @things.get("/{thing_id}/parts")
    async def listed(thing_id: str = "") -> str:
        return f"things {thing_id}"

    @pages.get("/agenda")
    async def agenda() -> str:
        return "agenda"

    @nested.get("/{anything}/last")
    async def last(anything: str) -> str:
        return f"last {anything}"

    app.include_router(things, prefix=API)
    app.include_router(pages)
    pages.include_router(nested)

    @things.get("/late")
    async def late() -> str:
        return "late"

    return app


ANSWERS: Mapping[str, tuple[int, object]] = {
    f"{API}/things": (200, "things "),
    f"{API}/things/7/parts": (200, "things 7"),
    f"{API}/things/late": (200, "late"),
    "/agenda": (200, "agenda"),
    "/seven/last": (200, "last seven"),
    "/things": (404, {"detail": "Not Found"}),
    f"{API}/agenda": (404, {"detail": "Not Found"}),
    f"{API}/thing": (404, {"detail": "Not Found"}),
}


@pytest.mark.parametrize(("path", "wanted"), ANSWERS.items())
async def test_every_route_is_found(path: str, wanted: tuple[int, object]) -> None:
    transport = httpx2.ASGITransport(app=built())
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://here"
    ) as client:
        answer = await client.get(path)

    assert (answer.status_code, answer.json()) == wanted


async def test_another_method_is_told_apart_from_nothing() -> None:
    transport = httpx2.ASGITransport(app=built())
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://here"
    ) as client:
        answer = await client.post(f"{API}/things")

    assert answer.status_code == 405
