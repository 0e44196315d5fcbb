"""The tables that promise who reads what, and where, hold in the services' own."""

from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from kit.service import Hearing, RawHearing, Service
from maillage.running import SERVICES
from schemas.access import RIGHTS, ROLE_LABELS, SAID, Action, Role
from schemas.addresses import API, MENU, PUBLIC_MENU, service_of
from schemas.events import BY_SERVICE, EVENTS
from schemas.readers import GROUPS, HUB_DEAD_LETTERS


class _Anything(dict[type, object]):
    """Stands for whatever wiring builds: the tables only pass it on."""

    def __missing__(self, kind: type) -> object:
        return object.__new__(kind)


def _routes(router: APIRouter) -> Iterator[APIRoute]:
    """Walk a router and those it includes."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _routes(route.original_router)  # type: ignore[attr-defined] # FastAPI's own wrapper


def _hearings(service: Service) -> list[Hearing | RawHearing]:
    return list(service.hears(_Anything()))


def test_every_group_of_the_table_is_heard_by_its_service_and_no_other() -> None:
    heard = {
        hearing.group.name: service.name
        for service in SERVICES
        for hearing in _hearings(service)
    }

    promised = {one.name: one.service for one in (*GROUPS, HUB_DEAD_LETTERS)}
    assert heard == promised


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_service_creates_the_topics_it_tells_on(service: Service) -> None:
    told = {event.topic for event in BY_SERVICE[service.name]}

    assert set(service.topics) == told


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_hearing_reads_every_type_of_its_topics(service: Service) -> None:
    for hearing in _hearings(service):
        if isinstance(hearing, Hearing):
            told = {one for one in EVENTS if one.topic in hearing.group.topics}
            assert set(hearing.contracts) == told


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_every_address_leads_to_the_service_that_serves_it(service: Service) -> None:
    routes = [API + one.path for router in service.api for one in _routes(router)]
    routes += [one.path for router in service.pages for one in _routes(router)]
    strays = [path for path in routes if service_of(path) != service.name]

    assert strays == []


def test_every_place_of_the_menus_is_served() -> None:
    served = {
        route.path
        for service in SERVICES
        for router in service.pages
        for route in _routes(router)
    }

    missing = [one.href for one in (*MENU, *PUBLIC_MENU) if one.href not in served]
    assert missing == []


def test_every_action_has_its_roles_and_every_role_its_name() -> None:
    assert set(RIGHTS) == set(SAID) == set(Action)
    assert set(ROLE_LABELS) == set(Role)
    assert {right.role for rights in RIGHTS.values() for right in rights} == set(Role)


def test_event_types_are_unique_and_examples_fit() -> None:
    types = [event.type for event in EVENTS]

    assert len(types) == len(set(types))
    for event in EVENTS:
        example = event.model_validate(event.example)
        assert example.key
        assert all(event.says)
