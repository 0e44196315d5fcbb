"""What this house asks of a provider of identities, whichever it is."""

from typing import Protocol

from services.registry.federation.models import Flow, Identity


class IdentityProvider(Protocol):
    """Every call ends within a bound, and may raise one of the `SignInStopped`."""

    @property
    def name(self) -> str:
        """Return how people know it: it stands on the button."""

    @property
    def issuer(self) -> str: ...

    async def authorization_url(self, flow: Flow) -> str:
        """Return where to send the browser for this flow.

        Raises:
            ProviderAway: it does not answer, or not as it should.
        """

    async def identify(self, code: str, flow: Flow) -> Identity:
        """Exchange the code for whom the provider vouches for, once.

        Raises:
            ProviderAway: it does not answer, or not as it should.
            SignInInterrupted: it does not know the code, or no longer.
            ProofRefused: what it sent cannot be trusted for this flow.
        """

    async def end_session_url(self, id_token: str, *, state: str) -> str | None:
        """Return where a browser ends its session there; None where it cannot.

        Raises:
            ProviderAway: it does not answer, or not as it should.
        """
