"""What a browser is told to refuse, and what is refused from other sites."""

import httpx2
import pytest

from kit.pages import CONTENT_SECURITY_POLICY


class TestSecurityHeaders:
    @pytest.mark.parametrize(
        "path", ["/composants", "/nowhere", "/static/kit/look.css"]
    )
    async def test_every_answer_carries_them(
        self, client: httpx2.AsyncClient, path: str
    ) -> None:
        answer = await client.get(path)

        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "strict-transport-security" in answer.headers

    def test_nothing_inline_is_allowed(self) -> None:
        assert "unsafe" not in CONTENT_SECURITY_POLICY
        assert "default-src 'none'" in CONTENT_SECURITY_POLICY


class TestSameOriginForms:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "https://here.example.evil.example"},
            {"Sec-Fetch-Site": "cross-site", "Authorization": "Basic YTpi"},
        ],
    )
    async def test_what_another_site_sends_is_refused(
        self, client: httpx2.AsyncClient, headers: dict[str, str]
    ) -> None:
        answer = await client.post("/write", headers=headers)

        assert answer.status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "same-origin", "Origin": "https://here.example"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://public.example"},
            {"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer k"},
        ],
    )
    async def test_our_own_forms_and_machines_pass(
        self, client: httpx2.AsyncClient, headers: dict[str, str]
    ) -> None:
        answer = await client.post("/write", headers=headers)

        assert answer.text == "written"

    async def test_reading_is_free(self, client: httpx2.AsyncClient) -> None:
        answer = await client.get("/write", headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.text == "written"
