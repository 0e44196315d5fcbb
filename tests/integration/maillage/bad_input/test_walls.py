"""What every answer tells a browser to refuse, and what no other site can send."""

from typing import Any

import pytest

from kit.http.entrance import SESSION_COOKIE
from kit.pages import CONTENT_SECURITY_POLICY
from tests.support.harness import HOST, Client

from .asking import address, unknown_ids
from .conftest import Watched
from .filled import actor_at
from .operations import FormPage, Operation, forms, operations, shown

pytestmark = pytest.mark.asyncio(loop_scope="package")

SECURE = HOST.replace("http://", "https://")
ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
TOLD = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}
CHANGING = [one for one in operations() if one.method != "GET"]
READING = [one for one in operations() if one.method == "GET"]
# It tells for as long as something moves.
ENDLESS = ("/avancement", "/progress")


def by_cookie(client: Client) -> dict[str, str]:
    """Ask as a browser does: the session goes along whoever asks."""
    token = client.headers.get("Authorization", "").removeprefix("Bearer ")
    return {"Cookie": f"{SESSION_COOKIE}={token}", "Accept": "text/html"}


async def asked(whole: Watched, method: str, path: str, **options: Any) -> Any:
    return await whole.world.it.client.http.request(
        method, f"{SECURE}{path}", follow_redirects=False, **options
    )


class TestHeaders:
    async def test_every_page_and_every_operation_tells_the_browser(
        self, whole: Watched
    ) -> None:
        own = whole.world.own
        pages = [
            (form.path.format_map(unknown_ids(form.names) | own), actor_at(form))
            for form in shown()
            if not form.path.endswith(ENDLESS)
        ]
        reads = [
            (address(one, own), "national_admin")
            for one in READING
            if not one.path.endswith(ENDLESS)
        ]

        untold = []
        for path, role in (*pages, *reads):
            client = whole.world.clients[role]
            answer = await asked(whole, "GET", path, headers=by_cookie(client))
            missing = [n for n, value in TOLD.items() if answer.headers.get(n) != value]
            # What an e-mail held is shown under a policy that is stricter still.
            if missing and not path.startswith("/courrier/"):
                untold.append((path, answer.status_code, missing))

        assert not untold

    async def test_no_page_of_somebody_signed_in_is_kept_by_a_browser(
        self, whole: Watched
    ) -> None:
        kept = []
        for form in shown():
            path = form.path.format_map(unknown_ids(form.names) | whole.world.own)
            headers = by_cookie(whole.world.clients[actor_at(form)])
            if path.endswith(ENDLESS) or actor_at(form) == "nobody":
                continue
            answer = await asked(whole, "GET", path, headers=headers)
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            if is_page and "no-store" not in answer.headers.get("cache-control", ""):
                kept.append((path, answer.headers.get("cache-control")))

        assert not kept


class TestForgery:
    @pytest.mark.parametrize("form", forms(), ids=lambda one: one.name)
    async def test_no_form_is_taken_from_another_site(
        self, whole: Watched, form: FormPage
    ) -> None:
        path = form.path.format_map(unknown_ids(form.names) | whole.world.own)
        headers = by_cookie(whole.world.clients[actor_at(form)])

        told = [
            await asked(
                whole, "POST", path, headers={**headers, **one}, data={"a": "1"}
            )
            for one in ELSEWHERE
        ]

        assert [answer.status_code for answer in told] == [403] * len(ELSEWHERE)

    @pytest.mark.parametrize("operation", CHANGING, ids=lambda one: one.name)
    async def test_no_change_is_taken_from_another_site(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)
        path = address(operation, whole.world.own)

        told = [
            await asked(
                whole, operation.method, path, headers={**by_cookie(client), **one}
            )
            for one in ELSEWHERE
        ]

        assert [answer.status_code for answer in told] == [403] * len(ELSEWHERE)
