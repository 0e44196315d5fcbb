"""The interface as OpenAPI tells it, with what any operation may refuse."""

from typing import Any, Final

from fastapi import FastAPI

from .problems import MEDIA_TYPE

Node = dict[str, Any]

PROBLEM: Final[Node] = {
    "title": "Problem",
    "description": "What went wrong, as RFC 9457 tells it.",
    "type": "object",
    "required": ["type", "title", "status", "instance"],
    "properties": {
        "type": {"type": "string", "description": "Its code, as an address."},
        "title": {"type": "string", "description": "In the reader's language."},
        "detail": {"type": "string", "description": "What it means, what to do."},
        "status": {"type": "integer"},
        "instance": {"type": "string", "description": "The address asked for."},
        "reference": {"type": "string", "description": "To find it in our logs."},
        "facts": {"type": "object", "description": "What the words speak of."},
        "errors": {
            "type": "array",
            "description": "What to correct: the place, what is there, what should be.",
            "items": {"type": "object", "required": ["detail"]},
        },
    },
}
MEANINGS: Final = {
    "400": "The body cannot be read",
    "401": "Nobody is signed in, or the key is not known",
    "403": "The caller may not do this",
    "404": "It does not exist, or not for this caller",
    "408": "The body came too slowly",
    "409": "The present state does not allow it",
    "412": "It has changed since it was read: nothing was written",
    "413": "The body is too large",
    "422": "It can never be right: `errors` says what to correct",
    "428": "`If-Match` is missing",
    "429": "Too many tries or requests: `Retry-After` says when to return",
    "503": "Too many requests at once, or the store is away: `Retry-After` says when "
    "to return. A change with an idempotency key may be asked again",
}
# A read too may come before there is something to read.
ALWAYS: Final = ("401", "403", "404", "409", "429", "503")
WITH_BODY: Final = ("400", "408", "413", "422")
WITH_VERSION: Final = ("412", "428")
CHANGING: Final = frozenset({"post", "put", "patch", "delete"})
# What FastAPI writes for refusals that it would answer itself.
FOREIGN: Final = ("HTTPValidationError", "ValidationError")


class Application(FastAPI):
    """Tells, beside what each route says, what the kit answers around it."""

    def openapi(self) -> Node:
        if self.openapi_schema is None:
            self.openapi_schema = with_refusals(super().openapi())
        return self.openapi_schema


def with_refusals(document: Node) -> Node:
    """Complete each operation; what a route says of a refusal keeps its own words."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in FOREIGN:
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    components["responses"] = {
        f"Refused{status}": _refusal(meaning) for status, meaning in MEANINGS.items()
    }
    for methods in document.get("paths", {}).values():
        for method, told in methods.items():
            told["responses"] = _answers(told, _refusals(method, told))
    return document


def _refusals(method: str, told: Node) -> set[str]:
    found = set(ALWAYS)
    parameters = told.get("parameters", ())
    if parameters:
        found.add("422")
    if method in CHANGING:
        # A key that was used for something else.
        found.add("422")
    if "requestBody" in told:
        found.update(WITH_BODY)
    if any(one["name"].lower() == "if-match" for one in parameters):
        found.update(WITH_VERSION)
    return found


def _answers(told: Node, refusals: set[str]) -> Node:
    own: Node = told["responses"]
    shared = {one: {"$ref": f"#/components/responses/Refused{one}"} for one in refusals}
    answers = shared | {
        status: answer | _as_problem() if status >= "400" else answer
        for status, answer in own.items()
        if status not in shared or not _is_foreign(answer)
    }
    return dict(sorted(answers.items()))


def _is_foreign(answer: Node) -> bool:
    return any(f"/{name}'" in str(answer) for name in FOREIGN)


def _refusal(meaning: str) -> Node:
    return {"description": meaning, **_as_problem()}


def _as_problem() -> Node:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"content": {MEDIA_TYPE: {"schema": schema}}}
