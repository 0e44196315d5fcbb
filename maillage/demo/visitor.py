"""One person, one machine or nobody, speaking to the public HTTP API."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, FormData

API = "/api/v1"
TRIES = 8
WAIT_SECONDS = 0.5
FIRST_FAILURE = 400


class Refused(Exception):
    """The API said no; `code` names the error, `facts` are its own."""

    def __init__(self, path: str, status: int, problem: dict[str, Any]) -> None:
        title = problem.get("title", "")
        super().__init__(f"{status} {path}: {title} {problem.get('detail', '')}")
        self.status = status
        self.problem = problem
        self.facts: dict[str, Any] = problem.get("facts", {})


@dataclass
class Answer:
    status: int
    body: Any
    etag: str | None


@dataclass
class Visitor:
    http: ClientSession
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **query: Any) -> Any:
        told = {name: str(value) for name, value in query.items() if value is not None}
        return (await self.ask("GET", path, params=told)).body

    async def read(self, path: str) -> Answer:
        """Get with the ETag, for what is changed next."""
        return await self.ask("GET", path)

    async def post(
        self, path: str, body: Any = None, *, key: str, version: int | None = None
    ) -> Any:
        """Post once: the key is the same when the demo is played again."""
        headers = {"Idempotency-Key": f"demo:{key}"}
        if version is not None:
            headers["If-Match"] = f'"v{version}"'
        return (await self.ask("POST", path, json=body, headers=headers)).body

    async def put(self, path: str, body: Any) -> Any:
        return (await self.ask("PUT", path, json=body)).body

    async def delete(self, path: str) -> None:
        await self.ask("DELETE", path)

    async def send_file(self, path: str, name: str, content: bytes, *, key: str) -> Any:
        form = FormData()
        form.add_field("file", content, filename=name, content_type="text/csv")
        headers = {"Idempotency-Key": f"demo:{key}"}
        return (await self.ask("POST", path, data=form, headers=headers)).body

    async def page(self, path: str) -> str:
        """Read a page as a browser does."""
        headers = self._headers() | {"Accept": "text/html"}
        async with self.http.get(path, headers=headers) as response:
            if response.status >= FIRST_FAILURE:
                raise Refused(path, response.status, {"title": response.reason})
            return await response.text()

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        """Ask, and again while the site says that it is busy.

        Raises:
            Refused: with what the API answered.
        """
        headers = self._headers() | options.pop("headers", {})
        refused = Refused(path, 0, {})
        for _ in range(TRIES):
            async with self.http.request(
                method, API + path, headers=headers, **options
            ) as response:
                is_json = "json" in response.headers.get("Content-Type", "")
                body = await response.json() if is_json else await response.text()
                if response.status < FIRST_FAILURE:
                    return Answer(response.status, body, response.headers.get("ETag"))
                problem = body if isinstance(body, dict) else {"title": body[:200]}
                refused = Refused(path, response.status, problem)
            if "Retry-After" not in response.headers:
                raise refused
            await asyncio.sleep(WAIT_SECONDS)
        raise refused

    async def all(self, path: str, **query: Any) -> list[Any]:
        """Read a list to its end."""
        items: list[Any] = []
        after: str | None = None
        while True:
            page = await self.get(path, after=after, limit=200, **query)
            items += page["items"]
            after = page.get("next")
            if not after:
                return items

    def _headers(self) -> dict[str, str]:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {"Accept": "application/json", **known, **self.headers}
