"""Who is let in, how often and for what; and what is noted of whom they look at."""

from contextlib import AbstractAsyncContextManager

from starlette.datastructures import Headers
from starlette.types import Scope

from kit.errors import ForThemselvesAlone, ServiceError, TooLarge
from kit.identity.callers import Caller
from kit.identity.rates import Allowance, TooManyRequests
from kit.trace import Reader, Recorder, Screen
from schemas.addresses import API, is_for_oneself

READING = {"GET", "HEAD", "OPTIONS"}
METHODS = READING | {"POST", "PUT", "PATCH", "DELETE"}


async def allowance_of(scope: Scope, caller: Caller) -> Allowance | None:
    """Count a machine's request; people are few and slow."""
    if caller.kind != "client":
        return None
    taken: Allowance = await scope["state"]["platform"].rates.take(caller)
    return taken


def refusal_of(
    scope: Scope, headers: Headers, caller: Caller, allowance: Allowance | None
) -> ServiceError | None:
    """Tell why nothing of this request is looked at, if so."""
    if allowance is not None and allowance.is_refused:
        return TooManyRequests(allowance)
    if _is_for_themselves_alone(scope, caller):
        return ForThemselvesAlone()
    told, limit = headers.get("content-length", "0"), body_limit(scope)
    if told.isdecimal() and int(told) > limit:
        return TooLarge(limit_mb=limit // 2**20)
    return None


def body_limit(scope: Scope) -> int:
    limit: int = scope["state"]["platform"].settings.http.body_bytes_max
    return limit


def watched(
    scope: Scope, headers: Headers, caller: Caller, *, correlation_id: str
) -> AbstractAsyncContextManager[None]:
    """Note whose data the request reads and writes.

    A part of a page that is asked for by itself, as one types, comes in bursts. Whoever
    says so of other requests has them told together, and everybody met all the same.
    """
    recorder: Recorder = scope["state"]["platform"].recorder
    # The route is known once the request has found it.
    return recorder.watched(
        _reader(caller),
        lambda: _screen(scope),
        correlation_id=correlation_id,
        comes_in_bursts="hx-request" in headers,
    )


def _is_for_themselves_alone(scope: Scope, caller: Caller) -> bool:
    """Tell whether people do this for themselves, and somebody acts for another."""
    if caller.impersonator is None or scope["method"] in READING:
        return False
    return is_for_oneself(scope["path"])


def _reader(caller: Caller) -> Reader:
    """Say who looks, by ids alone, and in which role."""
    first = next(iter(caller.grants), None)
    if caller.impersonator is not None:
        return Reader(
            actor=caller.actor,
            person_id=caller.impersonator.person_id,
            role=caller.impersonator.role,
            acting_for=caller.person_id,
            impersonation_id=caller.impersonator.id,
        )
    return Reader(
        actor=caller.actor,
        person_id=caller.person_id,
        role=None if first is None else str(first.role),
        holder_id=None if first is None else first.structure_id or first.holder_id,
        region=None if first is None else first.region,
    )


def _screen(scope: Scope) -> Screen:
    """Name the route by its pattern, with what stands before it."""
    route = getattr(scope.get("route"), "path", "-")
    is_api = scope["path"].startswith(API) and not route.startswith(API)
    return Screen(method_of(scope), f"{API}{route}" if is_api else route)


def method_of(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else "-"
