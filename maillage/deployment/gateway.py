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

server {{
    listen 8443 ssl;
    http2 on;
    server_tokens off;
    ssl_certificate /run/secrets/tls_certificate;
    ssl_certificate_key /run/secrets/tls_key;
    ssl_protocols TLSv1.2 TLSv1.3;

    # Names are asked again, so that replicas come and go.
    resolver 127.0.0.11 valid=5s;

    client_max_body_size 64m;
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header Connection "";
    proxy_connect_timeout 3s;
    proxy_read_timeout 75s;
    proxy_intercept_errors off;

    # Figures and health are for the inside.
    location = /metrics {{ return 404; }}
    location = /readyz {{ return 404; }}
    location = /livez {{ return 200; }}

    location / {{
        proxy_pass http://$maillage_service-api:8000;
    }}
}}
"""


def gateway(
    pages: Mapping[str, Sequence[str]] = PAGES,
    nouns: Mapping[str, Sequence[str]] = NOUNS,
) -> str:
    return TEMPLATE.format(any=ANY, rules="\n".join(_rules(pages, nouns)))


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
