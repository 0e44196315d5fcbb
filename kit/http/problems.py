"""How a fault is told: RFC 9457 for machines, a page for people."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kit.context import cause
from kit.errors import NotSignedIn, ServiceError, Unavailable
from kit.mongo import is_away
from kit.pages import FieldError, Pages, ProblemPage
from kit.pages.problems import words_for
from kit.texts import Texts
from kit.texts.validation import expectation
from schemas.addresses import API

MEDIA_TYPE = "application/problem+json"
SIGN_IN = "/connexion"
VALUE_LENGTH_MAX = 200


def wants_page(request: Request) -> bool:
    is_api = request.url.path.startswith(f"{API}/")
    return not is_api and "text/html" in request.headers.get("accept", "")


async def on_service_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceError)
    is_page = wants_page(request)
    if isinstance(error, NotSignedIn) and is_page and request.method == "GET":
        path = request.url.path
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{SIGN_IN}?next={quote(path + query)}", 303)
    pages: Pages = request.state.platform.pages
    texts = pages.texts(request)
    title, detail = said(error, texts)
    wait = error.retry_after_seconds
    retry = {} if wait is None else {"Retry-After": str(wait)}
    if is_page:
        page = ProblemPage(
            status=error.status, title=title, detail=detail, reference=_reference()
        )
        return pages.problem(request, page, headers=retry)
    code = type(error).__name__
    body = _body(request, error.status, code, title=title, detail=detail)
    if error.facts:
        body["facts"] = jsonable_encoder(error.facts)
    if error.field is not None:
        body["errors"] = [{"pointer": f"#/{error.field}", "detail": detail or title}]
    return JSONResponse(
        body, status_code=error.status, media_type=MEDIA_TYPE, headers=retry
    )


async def on_mongo_error(request: Request, error: Exception) -> Response:
    """Tell that the store is away; anything else is a fault of ours."""
    if not is_away(error):
        raise error
    return await on_service_error(request, Unavailable())


async def on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    pages: Pages = request.state.platform.pages
    texts = pages.texts(request)
    faults = error.errors()
    if all(fault["loc"][:1] == ("path",) for fault in faults):
        return await _answer(request, HTTPStatus.NOT_FOUND)
    if wants_page(request):
        shown = [_field_error(fault, texts) for fault in faults]
        page = ProblemPage(status=422, errors=shown, reference=_reference())
        return pages.problem(request, page)
    words = words_for(422)
    body = _body(
        request,
        422,
        "InvalidRequest",
        title=texts.gettext(words.title),
        detail=texts.gettext(words.detail),
    )
    body["errors"] = [pointed(fault, texts) for fault in faults]
    return JSONResponse(body, status_code=422, media_type=MEDIA_TYPE)


async def on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await _answer(request, error.status_code, headers=error.headers)


async def on_gone(_: Request, __: Exception) -> Response:
    """Note that the client left before it had sent all; nobody reads the answer."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


async def on_fault(request: Request, _: Exception) -> Response:
    return await _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def refuse_foreign(request: Request) -> Response:
    """Refuse a form that another site sent."""
    pages: Pages = request.state.platform.pages
    if wants_page(request):
        return pages.problem(request, ProblemPage(status=403))
    return plain(request, 403, pages.texts(request))


def said(error: ServiceError, texts: Texts) -> tuple[str, str]:
    """Return title and detail in the reader's language."""
    title = texts.gettext(error.title, **error.facts)
    detail = texts.gettext(error.detail, **error.facts) if error.detail else ""
    return title, detail


def pointed(fault: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """Name field, value and what was expected, as RFC 9457 shows it."""
    source, *rest = fault["loc"] or ("body",)
    if fault["type"] == "json_invalid" and isinstance(rest[-1], int):
        rest = []  # where the text stops being JSON: no place in an object
    pointer = "#" + "".join(f"/{_escaped(part)}" for part in rest)
    named = {"pointer": pointer} if source == "body" else {source: str(rest[0])}
    expected = expectation(fault, texts)
    shown: dict[str, Any] = {**named, "detail": expected}
    value = fault.get("input")
    if isinstance(value, str | int | float | bool) and fault["type"] != "missing":
        shown["value"] = _legible(str(value)[:VALUE_LENGTH_MAX])
    return shown


def plain(request: Request, status: int, texts: Texts) -> Response:
    """Answer with the words of the status alone."""
    words = words_for(status)
    title, detail = texts.gettext(words.title), texts.gettext(words.detail)
    code = HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")
    body = _body(request, status, code, title=title, detail=detail)
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


async def _answer(
    request: Request, status: int, *, headers: Mapping[str, str] | None = None
) -> Response:
    pages: Pages = request.state.platform.pages
    if wants_page(request):
        page = ProblemPage(status=int(status), reference=_reference())
        return pages.problem(request, page, headers=headers)
    answer = plain(request, int(status), pages.texts(request))
    answer.headers.update(dict(headers or {}))
    return answer


def _body(
    request: Request, status: int, code: str, *, title: str, detail: str
) -> dict[str, Any]:
    body = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "reference": _reference(),
    }
    return {name: value for name, value in body.items() if value not in ("", None)}


def _field_error(fault: Mapping[str, Any], texts: Texts) -> FieldError:
    name = ".".join(str(part) for part in _after_source(fault["loc"]))
    return FieldError(name, name, expectation(fault, texts))


def _after_source(loc: Sequence[Any]) -> Sequence[Any]:
    return loc[1:] if len(loc) > 1 else loc


def _escaped(part: object) -> str:
    return _legible(str(part)).replace("~", "~0").replace("/", "~1")


def _legible(text: str) -> str:
    """Show half a surrogate pair as a question mark: no answer could carry it."""
    return text.encode(errors="replace").decode()


def _reference() -> str | None:
    why = cause.get()
    return None if why is None else why.correlation_id
