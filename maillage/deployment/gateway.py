"""The gateway's configuration, from the one table of addresses."""

import re
from collections.abc import Iterator, Mapping, Sequence

from schemas.addresses import API, NOUNS, PAGES

# What no service names, every service serves alike.
ANY = "registry"

TEMPLATE = """\
# Written by `maillage deployment` from schemas/addresses.py: change that table instead.

map $uri $maillage_service {{
    default {any};
{rules}
}}

# A change that brings no key of its own gets one here, the same for each attempt, so
# that what a stopping server has not answered can be sent to the other one.
map $http_idempotency_key $maillage_key {{
    "" $request_id;
    default $http_idempotency_key;
}}

{upstreams}

server {{
{listens}
    server_tokens off;

    client_max_body_size 64m;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Connection "";
    proxy_set_header Idempotency-Key $maillage_key;
    client_header_timeout 10s;
    client_body_timeout 10s;
    send_timeout 10s;
    proxy_connect_timeout 3s;
    proxy_read_timeout 75s;
    proxy_intercept_errors off;
    proxy_next_upstream error timeout non_idempotent;
    proxy_next_upstream_tries 3;

    # Figures and health are for the inside.
    location = /metrics {{ return 404; }}
    location = /readyz {{ return 404; }}
    location = /livez {{ return 200; }}

    location / {{
        proxy_pass http://$maillage_service-api;
    }}
}}
"""
TLS = """\
    listen 8443 ssl;
    http2 on;
    ssl_certificate /run/secrets/tls_certificate;
    ssl_certificate_key /run/secrets/tls_key;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
    ssl_prefer_server_ciphers off;"""
# Names are asked again, so that replicas come and go.
RESOLVER = "resolver 127.0.0.11 valid=5s;\n"


def gateway(
    pages: Mapping[str, Sequence[str]] = PAGES,
    nouns: Mapping[str, Sequence[str]] = NOUNS,
) -> str:
    """Return what stands before the containers of `deploy/compose.yaml`."""
    servers = {name: (f"{name}-api:8000 resolve",) for name in pages}
    return TEMPLATE.format(
        any=ANY,
        rules="\n".join(_rules(pages, nouns)),
        upstreams=RESOLVER + _upstreams(servers),
        listens=TLS,
    )


def gateway_on(address: str, servers: Mapping[str, Sequence[str]]) -> str:
    """Return the same on one machine: plain, before addresses that are known.

    A service that `servers` does not name is served by whoever serves the rest.
    """
    known = {name: servers.get(name, servers[ANY]) for name in PAGES}
    return TEMPLATE.format(
        any=ANY,
        rules="\n".join(_rules(PAGES, NOUNS)),
        upstreams=_upstreams(known),
        listens=f"    listen {address};",
    )


def _upstreams(servers: Mapping[str, Sequence[str]]) -> str:
    """Pass over a server that refuses, for that request and no longer."""
    return "\n".join(
        f"upstream {name}-api {{\n    zone {name}-api 64k;\n"
        + "".join(f"    server {address} max_fails=0;\n" for address in addresses)
        + "}"
        for name, addresses in servers.items()
    )


def _rules(
    pages: Mapping[str, Sequence[str]], nouns: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Give the first rule that matches: an API's noun before a page's first word."""
    for service, words in nouns.items():
        yield _rule(f"{API}/", words, service)
    yield f"    ~^{re.escape(API)}/ {ANY};"
    for service, words in pages.items():
        if "" in words:
            yield f"    / {service};"
        yield _rule("/", [word for word in words if word], service)


def _rule(start: str, words: Sequence[str], service: str) -> str:
    either = "|".join(re.escape(word).replace(r"\-", "-") for word in words)
    return f"    ~^{re.escape(start)}({either})(/|$) {service};"
