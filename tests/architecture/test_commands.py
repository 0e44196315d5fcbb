"""Whatever changes anything can be asked twice, and leaves a trace unless it must not."""

from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from kit.http.routing import CHANGING, OnceRoute
from kit.service import Service
from maillage.running import SERVICES

# A ballot is secret. Who signs in twice has two sessions, and can end each; who has
# signed out is nobody, and could not be known again. A link to a password serves once
# by itself, and whoever asks for one leaves nothing of the address.
NO_TRACE = {
    "PUT /votes/{vote_id}/ballot",
    "POST /votes/{vote_id}/bulletin",
    "POST /sessions",
    "DELETE /sessions/current",
    "POST /connexion",
    "POST /connexion/code",
    "POST /deconnexion",
    "POST /account/password-links",
    "POST /account/password-links/use",
    "POST /mot-de-passe",
    "POST /mot-de-passe/{token}",
    "POST /activation/{token}",
}


def _routes(router: APIRouter) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _routes(route.original_router)  # type: ignore[attr-defined] # FastAPI's own wrapper


def _changes(service: Service) -> dict[str, APIRoute]:
    return {
        f"{method} {route.path}": route
        for router in (*service.api, *service.pages)
        for route in _routes(router)
        for method in CHANGING & (route.methods or set())
    }


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_every_change_takes_a_key(service: Service) -> None:
    changes = _changes(service)

    keyless = {
        name
        for name, route in changes.items()
        if not isinstance(route, OnceRoute) or not route.takes_key
    }
    assert keyless == NO_TRACE & changes.keys()
    assert changes


def test_what_keeps_no_trace_is_still_there() -> None:
    every = {name for service in SERVICES for name in _changes(service)}

    assert every >= NO_TRACE
