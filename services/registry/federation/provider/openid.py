"""OpenID Connect: authorization code with PKCE, and what ProConnect asks besides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlencode

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.jwk import KeySet
from pydantic import ValidationError

from kit.clock import Clock
from kit.setting_parts import OidcSettings
from services.registry.federation import parsing, rules
from services.registry.federation.errors import (
    ProofRefused,
    ProviderAway,
    SignInInterrupted,
)
from services.registry.federation.models import Endpoints, Flow, Identity
from services.registry.federation.parsing import Claims, NotTrusted

from .knowing import Known

log = structlog.get_logger()

CALLBACK: Final = "/connexion/federee/retour"
LEFT: Final = "/connexion/federee/fin"
DISCOVERY: Final = "/.well-known/openid-configuration"
OK: Final = 200
# What a token endpoint says of a code it does not know; the rest is our set-up's.
STALE_CODE: Final = "invalid_grant"


class OpenIdProvider:
    def __init__(
        self,
        settings: OidcSettings,
        *,
        public_url: str,
        wire: httpx2.AsyncBaseTransport,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._public_url = public_url
        self._wire = wire
        self._clock = clock
        self._http = httpx2.AsyncClient(
            transport=wire, timeout=settings.timeout_seconds, trust_env=False
        )
        self._endpoints = Known(self._read_endpoints)
        self._keys = Known(self._read_keys)

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def issuer(self) -> str:
        return self._settings.issuer

    async def authorization_url(self, flow: Flow) -> str:
        async with self._bounded():
            endpoints = await self._endpoints.now()
        asked = {
            "acr_values": self._settings.acr_values,
            "idp_hint": self._settings.idp_hint,
        }
        url, _ = self._client(endpoints).create_authorization_url(
            endpoints.authorization_endpoint,
            state=flow.state,
            nonce=flow.nonce,
            code_verifier=flow.verifier,
            **{name: value for name, value in asked.items() if value},
        )
        return str(url)

    async def identify(self, code: str, flow: Flow) -> Identity:
        async with self._bounded():
            endpoints = await self._endpoints.now()
            id_token, access_token = await self._exchange(endpoints, code, flow)
            proof = await self._proof(id_token, access_token, flow)
            about = await self._about(endpoints, access_token)
            identity = parsing.identity_of(proof, about, id_token=id_token)
        is_verified = identity.is_verified or self._settings.emails_are_verified
        return identity.model_copy(update={"is_verified": is_verified})

    async def end_session_url(self, id_token: str, *, state: str) -> str | None:
        async with self._bounded():
            endpoints = await self._endpoints.now()
        if endpoints.end_session_endpoint is None:
            return None
        told = {
            "id_token_hint": id_token,
            "state": state,
            "post_logout_redirect_uri": self._public_url + LEFT,
        }
        glue = "&" if "?" in endpoints.end_session_endpoint else "?"
        return f"{endpoints.end_session_endpoint}{glue}{urlencode(told)}"

    @asynccontextmanager
    async def _bounded(self) -> AsyncIterator[None]:
        """Bound the whole exchange, and name what went wrong without a value of it."""
        try:
            async with asyncio.timeout(self._settings.timeout_seconds):
                yield
        except NotTrusted as error:
            log.warning("federation.not_trusted", error=error.error)
            raise ProofRefused from error
        except OAuthError as error:
            is_stale = error.error == STALE_CODE
            log.warning("federation.refused", stale=is_stale)
            kind = SignInInterrupted if is_stale else ProviderAway
            raise kind from error
        except (TimeoutError, httpx2.HTTPError, httpx2.InvalidURL) as error:
            log.warning("federation.away", error=type(error).__name__)
            raise ProviderAway from error
        except (ValidationError, *parsing.FAULTS) as error:
            log.warning("federation.garbled", error=type(error).__name__)
            raise ProviderAway from error

    async def _exchange(
        self, endpoints: Endpoints, code: str, flow: Flow
    ) -> tuple[str, str]:
        told = await self._client(endpoints).fetch_token(
            endpoints.token_endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=flow.verifier,
            redirect_uri=self._public_url + CALLBACK,
        )
        id_token, access_token = told.get("id_token"), told.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise NotTrusted("no_token")
        return id_token, access_token

    async def _proof(self, id_token: str, access_token: str, flow: Flow) -> Claims:
        """Believe the ID token; a key that is not known may be a new one."""

        def read(keys: KeySet) -> Claims:
            return parsing.read_id_token(
                id_token,
                keys,
                issuer=self.issuer,
                client_id=self._settings.client_id,
                nonce=flow.nonce,
                access_token=access_token,
                now=self._now(),
            )

        known = await self._keys.now()
        try:
            return read(known)
        except NotTrusted:
            renewed = await self._keys.renewed()
            if renewed is known:
                raise
            return read(renewed)

    async def _about(self, endpoints: Endpoints, access_token: str) -> Claims:
        """Ask who it is: ProConnect answers with a signed token, others with JSON."""
        bearer = {"Authorization": f"Bearer {access_token}"}
        answer = await self._get(endpoints.userinfo_endpoint, headers=bearer)
        if answer.headers.get("content-type", "").startswith("application/jwt"):
            return parsing.read_userinfo(
                answer.text.strip(),
                await self._keys.now(),
                issuer=self.issuer,
                client_id=self._settings.client_id,
                now=self._now(),
            )
        if self._settings.userinfo_is_signed:
            raise NotTrusted("userinfo_not_signed")
        return _mapping(answer.json())

    async def _read_endpoints(self) -> Endpoints:
        answer = await self._get(self.issuer.rstrip("/") + DISCOVERY)
        endpoints = Endpoints.model_validate(_mapping(answer.json()))
        if not rules.are_at_home(endpoints, issuer=self.issuer):
            raise NotTrusted("another_issuer")
        return endpoints

    async def _read_keys(self) -> KeySet:
        endpoints = await self._endpoints.now()
        return parsing.read_keys((await self._get(endpoints.jwks_uri)).json())

    async def _get(
        self, url: str, *, headers: dict[str, str] | None = None
    ) -> httpx2.Response:
        answer = await self._http.get(url, headers=headers)
        if answer.status_code != OK:
            raise httpx2.TransportError(str(answer.status_code))
        return answer

    def _client(self, endpoints: Endpoints) -> Any:
        """Build a client for one exchange: Authlib's keeps the token it was given."""
        offered = endpoints.token_endpoint_auth_methods_supported
        is_basic = "client_secret_basic" in offered
        return AsyncOAuth2Client(
            self._settings.client_id,
            self._settings.client_secret.get_secret_value(),
            token_endpoint_auth_method=(
                "client_secret_basic" if is_basic else "client_secret_post"
            ),
            scope=self._settings.scopes,
            redirect_uri=self._public_url + CALLBACK,
            code_challenge_method="S256",
            transport=self._wire,
            timeout=self._settings.timeout_seconds,
            trust_env=False,
        )

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _mapping(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise TypeError(type(told).__name__)
    return told
