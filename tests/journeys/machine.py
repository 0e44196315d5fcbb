"""A machine at the HTTP API, on behalf of somebody or of nobody."""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from kit.ids import random_id

API = "/api/v1"


@dataclass
class Machine:
    """Asks, and returns what was answered; a refusal fails unless it is awaited."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, *, refused: int | None = None, **options: Any
    ) -> httpx2.Response:
        headers = self.headers | options.pop("headers", {})
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as http:
            answer = await http.request(method, path, headers=headers, **options)
        if refused is None:
            assert answer.status_code < 400, f"{method} {path}: {answer.text}"
        else:
            assert answer.status_code == refused, f"{method} {path}: {answer.text}"
        return answer

    async def get(self, path: str, **options: Any) -> Any:
        return (await self.ask("GET", API + path, **options)).json()

    async def items(self, path: str, **query: Any) -> list[Any]:
        """Read a list to its end."""
        found: list[Any] = []
        params = {"limit": 200} | query
        while True:
            page = await self.get(path, params=params)
            found += page["items"]
            if not page.get("next"):
                return found
            params["after"] = page["next"]

    async def post(
        self, path: str, body: Any = None, *, version: int | None = None, **options: Any
    ) -> Any:
        headers = {"Idempotency-Key": str(random_id())}
        if version is not None:
            headers["If-Match"] = f'"v{version}"'
        answer = await self.ask(
            "POST", API + path, json=body, headers=headers, **options
        )
        return answer.json() if answer.content else None

    async def put(self, path: str, body: Any, **options: Any) -> Any:
        answer = await self.ask("PUT", API + path, json=body, **options)
        return answer.json() if answer.content else None
