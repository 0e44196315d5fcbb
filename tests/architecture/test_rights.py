"""The table of rights against every route that the services offer (SEC-01)."""

import re
from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from kit.http.dependencies import Asks, signed_in
from maillage.running import SERVICES
from schemas.access import BY_LINK, EMBEDDED, PUBLIC, RIGHTS, Action, Over, granted
from schemas.addresses import API
from services.governance.committees.models import OFFICES, VOTING

ROOT = Path(__file__).parents[2]
WITHOUT_ACCOUNT = {*PUBLIC, *BY_LINK, *EMBEDDED}


def _routes(router: APIRouter) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _routes(route.original_router)  # type: ignore[attr-defined] # FastAPI's own wrapper


def _asked(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from _asked(one)


def _walk() -> Iterator[tuple[str, set[object]]]:
    for service in SERVICES:
        for root, routers in ((API, service.api), ("", service.pages)):
            for router in routers:
                for route in _routes(router):
                    for method in route.methods or ():
                        name = f"{method} {root}{route.path}"
                        yield name, set(_asked(route.dependant))


def test_every_route_asks_for_an_action_or_is_ones_own_or_is_declared_public() -> None:
    """SEC-01: nothing is served that the table does not know."""
    undecided = {
        name
        for name, asked in _walk()
        if not any(isinstance(one, Asks) for one in asked) and signed_in not in asked
    }

    assert undecided == WITHOUT_ACCOUNT


def test_every_action_that_a_route_asks_for_stands_in_the_table() -> None:
    asked = {
        one.action
        for _, all_asked in _walk()
        for one in all_asked
        if isinstance(one, Asks)
    }

    assert asked <= set(RIGHTS)


def test_every_action_of_the_table_decides_something() -> None:
    code = "".join(path.read_text() for path in ROOT.glob("services/**/*.py"))
    used = set(re.findall(r"\bAction\.([A-Z_]+)", code))

    assert {action.name for action in Action} <= used


def test_only_the_nation_is_given_every_record() -> None:
    """SEC-02: no other grant reaches more than it names."""
    unbounded = {
        (action, role)
        for action, roles in granted().items()
        for role, named in roles.items()
        if "all" in named
    }

    nation = {
        (str(action), str(right.role))
        for action, rights in RIGHTS.items()
        for right in rights
        if right.over is Over.NATION
    }
    assert unbounded == nation


def test_the_committees_seats_do_what_the_table_says() -> None:
    """SEC-01: chair, secretary and member are decided by the committee's documents."""
    names = {"chair": "chair", "secretary": "secretary", "voting": "member"}

    assert {names[one] for one in OFFICES} == {
        right.role for right in RIGHTS[Action.OPEN_VOTES]
    }
    assert {names[one] for one in VOTING} == {
        right.role for right in RIGHTS[Action.CAST_BALLOTS]
    }
