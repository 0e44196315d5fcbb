"""Which idempotency key counts, when a form and a gateway both bring one."""

from starlette.requests import Request
from starlette.types import Message

from kit.http.routing import _key

FORM = b"application/x-www-form-urlencoded"


def asked(body: bytes, **headers: bytes) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    named = [(name.replace("_", "-").encode(), told) for name, told in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": named}, receive)


async def test_the_key_of_a_form_counts_before_the_one_of_a_gateway() -> None:
    request = asked(
        b"idempotency_key=own", content_type=FORM, idempotency_key=b"gateway"
    )

    assert await _key(request) == "own"


async def test_a_form_without_a_key_takes_the_one_of_the_gateway() -> None:
    request = asked(b"name=x", content_type=FORM, idempotency_key=b"gateway")

    assert await _key(request) == "gateway"


async def test_a_machine_brings_its_key_in_the_header() -> None:
    request = asked(b"{}", content_type=b"application/json", idempotency_key=b"mine")

    assert await _key(request) == "mine"
