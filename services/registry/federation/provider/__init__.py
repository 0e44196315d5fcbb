"""The one interface behind which a provider of identities stands."""

from .interface import IdentityProvider
from .openid import OpenIdProvider
from .speaking import Wire

__all__ = ["IdentityProvider", "OpenIdProvider", "Wire"]
