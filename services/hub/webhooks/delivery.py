"""The way out: one POST to one subscriber, to public addresses alone, no redirect."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from .errors import AddressRefused, UrlNotPublic, UrlUnresolved
from .rules.addressing import host_of, literal_of, may_reach
from .rules.trying import Answer

SECONDS = 15.0
AGENT = "Maillage-Webhooks/1"


class GuardedResolver(AbstractResolver):
    """Resolves at the moment of connecting and refuses what is not public.

    The address that was judged is the one that is connected to, so a name that leads
    elsewhere a moment later gains nothing.
    """

    def __init__(self, *, allows_loopback: bool) -> None:
        self._resolver = ThreadedResolver()
        self._allows_loopback = allows_loopback

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not all(self._may(one["host"]) for one in found):
            raise AddressRefused
        return found

    async def close(self) -> None:
        await self._resolver.close()

    def _may(self, host: str) -> bool:
        address = ip_address(host.partition("%")[0])
        return may_reach(address, allows_loopback=self._allows_loopback)


class WebhookSender:
    def __init__(
        self, http: aiohttp.ClientSession, *, resolver: GuardedResolver, loopback: bool
    ) -> None:
        self._http = http
        self._resolver = resolver
        self._loopback = loopback

    @classmethod
    @asynccontextmanager
    async def open(cls, *, allows_loopback: bool) -> AsyncIterator[Self]:
        resolver = GuardedResolver(allows_loopback=allows_loopback)
        connector = aiohttp.TCPConnector(
            resolver=resolver, use_dns_cache=False, limit=200, limit_per_host=10
        )
        async with aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": AGENT},
            trust_env=False,
        ) as http:
            yield cls(http, resolver=resolver, loopback=allows_loopback)

    async def check(self, url: str) -> None:
        """Refuse an address that can never be written to, when it is given.

        Raises:
            UrlMalformed, UrlNotHttps, UrlNotPublic, UrlUnresolved: it cannot.
        """
        host = host_of(url, allows_loopback=self._loopback)
        if literal_of(host) is not None:
            return
        try:
            async with asyncio.timeout(SECONDS):
                await self._resolver.resolve(host)
        except AddressRefused as error:
            raise UrlNotPublic(host=host) from error
        except (OSError, TimeoutError, UnicodeError) as error:
            raise UrlUnresolved(host=host) from error

    async def send(
        self, url: str, body: bytes, *, headers: Mapping[str, str]
    ) -> Answer:
        """Post it; every failure is an answer, never an error."""
        sent = {"Content-Type": "application/cloudevents+json", **headers}
        try:
            host_of(url, allows_loopback=self._loopback)
            async with self._http.post(
                url, data=body, headers=sent, allow_redirects=False
            ) as response:
                retry_after = response.headers.get("Retry-After", "")
                return Answer(response.status, retry_after=retry_after)
        except (AddressRefused, UrlNotPublic):
            return Answer(None, "address_refused")
        except TimeoutError:
            return Answer(None, "timeout")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answer(None, type(error).__name__)
