"""Speaking to a provider over HTTP: no redirect followed, no long answer read."""

from collections.abc import AsyncIterator
from typing import Final

import httpx2

ANSWER_BYTES_MAX: Final = 256 * 2**10


class AnswerTooLong(httpx2.TransportError):
    """The provider sent more than any of its answers can hold."""


class Wire(httpx2.AsyncBaseTransport):
    """One pool of connections for the process; what is packed is not unpacked."""

    def __init__(self) -> None:
        limits = httpx2.Limits(max_connections=20, max_keepalive_connections=5)
        self._pool = httpx2.AsyncHTTPTransport(limits=limits)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"
        answer = await self._pool.handle_async_request(request)
        stream = answer.stream
        assert isinstance(stream, httpx2.AsyncByteStream)
        if answer.headers.get("content-encoding", "identity") != "identity":
            await stream.aclose()
            raise AnswerTooLong("packed, of whatever length")
        return httpx2.Response(
            answer.status_code,
            headers=answer.headers,
            stream=_Bounded(stream),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for chunk in self._stream:
            read += len(chunk)
            if read > ANSWER_BYTES_MAX:
                raise AnswerTooLong(str(ANSWER_BYTES_MAX))
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
