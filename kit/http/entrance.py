"""The entrance of every request: who asks, why, how long it took, in one ASGI layer."""

import re
import time
from collections.abc import Mapping
from uuid import UUID

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.context import Cause, caused_by
from kit.cookies import Cookies
from kit.errors import TooLarge
from kit.identity.callers import NOBODY, Caller
from kit.identity.sessions import Sessions
from kit.ids import new_id
from kit.metrics import REQUESTS
from kit.mongo import Mongo, MongoError

from .admitting import allowance_of, body_limit, method_of, refusal_of, watched
from .problems import on_mongo_error, on_service_error
from .routing import CHANGING

log = structlog.get_logger()

SESSION_COOKIE = "maillage_session"
CORRELATION = "x-correlation-id"
WELL_FORMED = re.compile(r"^[A-Za-z0-9_.:-]{1,80}$")
TRACE = re.compile(r"^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")
# What a request waits while MongoDB is silent: it ends within two seconds.
PATIENCE_SECONDS, SILENCE_SECONDS = 1.0, 1.0
# What is noted of a request whose answer never began.
NOT_BEGUN = 500
UNSEEN = ("/static/", "/livez", "/readyz", "/metrics")


class Entrance:
    """Finds the caller with one indexed read, and only when a token is shown."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(UNSEEN):
            scope.get("state", {}).setdefault("caller", NOBODY)
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        started_at, told = time.perf_counter(), {"status": NOT_BEGUN}
        why = Cause(correlation_id=_correlation(headers), traceparent=_trace(headers))
        sender = _tells(send, why.correlation_id, told)
        mongo: Mongo = scope["state"]["platform"].mongo
        try:
            may_commit = scope["method"] in CHANGING
            with mongo.patient(PATIENCE_SECONDS, may_commit=may_commit):
                async with mongo.ended_by_silence(SILENCE_SECONDS):
                    await self._enter(scope, receive, sender, headers, why)
        except MongoError as error:
            if told["status"] != NOT_BEGUN:
                raise
            await _refuse(scope, receive, sender, error)
        finally:
            _note(scope, told["status"], time.perf_counter() - started_at, why)

    async def _enter(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        headers: Headers,
        why: Cause,
    ) -> None:
        caller = await _caller(scope, headers)
        allowance = await allowance_of(scope, caller)
        scope["state"]["caller"] = caller
        sender = send if allowance is None else _with(send, allowance.headers)
        refusal = refusal_of(scope, headers, caller, allowance)
        if refusal is not None:
            answer = await on_service_error(Request(scope, receive), refusal)
            await answer(scope, receive, sender)
            return
        tenants = _tenants(caller)
        stamped = Cause(
            correlation_id=why.correlation_id,
            traceparent=why.traceparent,
            actor=caller.actor,
            tenant_id=tenants[0] if tenants else None,
            acting_for=caller.acting_for,
        )
        with caused_by(stamped):
            async with watched(
                scope, headers, caller, correlation_id=why.correlation_id
            ):
                await self._app(scope, _counted(receive, body_limit(scope)), sender)


async def _refuse(
    scope: Scope, receive: Receive, send: Send, error: MongoError
) -> None:
    """Say that the store is away; who asks is not known when it went at once."""
    scope["state"].setdefault("caller", NOBODY)
    answer = await on_mongo_error(Request(scope, receive), error)
    await answer(scope, receive, send)


def _tenants(caller: Caller) -> list[UUID]:
    """Whose work a person does; a machine does nobody's but its own."""
    if caller.kind != "person":
        return []
    return [one.holder_id for one in caller.grants if one.holder_id is not None]


def _counted(receive: Receive, limit: int) -> Receive:
    """Refuse a body whose length was not told once it is too long."""
    read = 0

    async def receive_counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise HTTPException(TooLarge.status)
        return message

    return receive_counted


async def _caller(scope: Scope, headers: Headers) -> Caller:
    cookies: Cookies = scope["state"]["platform"].cookies
    token = _token(headers, cookies)
    if token is None:
        return NOBODY
    sessions: Sessions = scope["state"]["platform"].sessions
    found = await sessions.find(token, user_agent=headers.get("user-agent", ""))
    return found or NOBODY


def _token(headers: Headers, cookies: Cookies) -> str | None:
    authorization = headers.get("authorization", "")
    if authorization[:7].lower() == "bearer ":
        return authorization[7:].strip()
    return cookies.read_header(headers.get("cookie", ""), SESSION_COOKIE)


def _correlation(headers: Headers) -> str:
    told = headers.get(CORRELATION, "")
    return told if WELL_FORMED.fullmatch(told) else str(new_id())


def _trace(headers: Headers) -> str | None:
    """Hand on what W3C calls a trace; anything else could hold anything."""
    told = headers.get("traceparent", "")
    return told if TRACE.fullmatch(told) else None


def _with(send: Send, told: Mapping[str, str]) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(told)
        await send(message)

    return send_with


def _tells(send: Send, correlation: str, told: dict[str, int]) -> Send:
    async def send_told(message: Message) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            MutableHeaders(scope=message)[CORRELATION] = correlation
        await send(message)

    return send_told


def _note(scope: Scope, status: int, seconds: float, why: Cause) -> None:
    """Count by the route's pattern: a path could hold an id or a token."""
    route = getattr(scope.get("route"), "path", "-")
    method = method_of(scope)
    REQUESTS.labels(method, route, str(status)).observe(seconds)
    log.info(
        "request",
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        correlation_id=why.correlation_id,
    )
