"""What every refusal must look like, for machines and for people."""

from typing import Any

import httpx2

PROBLEM = "application/problem+json"
ENGLISH = {"Accept-Language": "en", "Cookie": "language=en"}
FRENCH = {"Accept-Language": "fr", "Cookie": "language=fr"}
PAGE = {"Accept": "text/html"}
SHOWN_MAX = 200


def is_refusal(answer: httpx2.Response) -> None:
    """Check that a machine is told what is wrong, in a form that it can read."""
    assert 400 <= answer.status_code < 500, _shown(answer)
    assert answer.headers["content-type"] == PROBLEM, _shown(answer)
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"].strip(), told
    assert told.get("detail", "x").strip(), told
    assert told["type"].startswith("/problems/"), told
    for error in told.get("errors", ()):
        assert error["detail"].strip(), told
        assert f"{error.get('pointer', '#')}/".startswith("#/"), told
        assert len(str(error.get("value", ""))) <= SHOWN_MAX, told


def names_field(answer: httpx2.Response, field: str) -> None:
    """Check that a 422 points to the field and says what was expected of it."""
    is_refusal(answer)
    assert answer.status_code == 422, _shown(answer)
    escaped = field.replace("~", "~0").replace("/", "~1")
    pointers = [one.get("pointer", "") for one in answer.json()["errors"]]
    own = [one for one in pointers if f"{one}/".startswith(f"#/{escaped}/")]
    assert own, (field, answer.text[:2_000])


def speaks_both(french: httpx2.Response, english: httpx2.Response) -> None:
    """Check that the same fault is told in the language asked for."""
    is_refusal(french)
    is_refusal(english)
    told, said = french.json(), english.json()
    assert told["status"] == said["status"]
    assert told["title"] != said["title"], told
    assert told.get("detail", "fr") != said.get("detail", "en"), told
    details = [one["detail"] for one in told.get("errors", ())]
    for one, its in zip(details, said.get("errors", ()), strict=True):
        assert one != its["detail"], one


def is_page(answer: httpx2.Response) -> None:
    """Check that a person gets a page with a way on, in the form's place or beside."""
    assert 400 <= answer.status_code < 500, _shown(answer)
    assert answer.headers["content-type"].startswith("text/html"), _shown(answer)
    assert "<h1" in answer.text
    assert 'href="/' in answer.text or "<form" in answer.text


def without_echo(answer: httpx2.Response, *ids: str) -> Any:
    """Return what was told, without what any two requests differ in."""
    told = answer.json()
    told.pop("reference", None)
    text = str(told)
    for one in ids:
        text = text.replace(one, "ID")
    return answer.status_code, text


def _shown(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.text[:1_000]
