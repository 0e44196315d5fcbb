"""Which addresses may be written to: https, on the public internet."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from services.hub.webhooks.errors import UrlMalformed, UrlNotHttps, UrlNotPublic

# Ranges of IPv6 that carry an IPv4 address inside: what they lead to is judged.
NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


def host_of(url: str, *, allows_loopback: bool) -> str:
    """Return the host of an address that may be asked.

    Raises:
        UrlMalformed, UrlNotHttps, UrlNotPublic: it may not.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UrlMalformed from error
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if not host or not is_plain or parts.username is not None or parts.fragment:
        raise UrlMalformed
    if port == 0:
        raise UrlMalformed
    literal = literal_of(host)
    if literal is None and host.replace(".", "").isdigit():
        # `127.1` or a bare number: a connection would read it as an address.
        raise UrlMalformed
    if parts.scheme != "https" and not (
        parts.scheme == "http" and allows_loopback and is_loopback(host, literal)
    ):
        raise UrlNotHttps
    if literal is not None and not may_reach(literal, allows_loopback=allows_loopback):
        raise UrlNotPublic(host=host)
    return host


def literal_of(host: str) -> Address | None:
    """Return the address that a host is itself, when it is one."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_loopback(host: str, literal: Address | None) -> bool:
    return host == "localhost" or (literal is not None and literal.is_loopback)


def may_reach(address: Address, *, allows_loopback: bool) -> bool:
    """Tell whether this address is public, and not only by its look."""
    inner = _inside(address)
    if inner.is_loopback:
        return allows_loopback
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _inside(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    _server, teredo = address.teredo or (None, None)
    inside = (address.ipv4_mapped, address.sixtofour, teredo)
    return next((one for one in inside if one is not None), address)
