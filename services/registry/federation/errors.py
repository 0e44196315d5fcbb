"""Why a sign-in with another house's account stops before it says who it is."""

from typing import ClassVar, Literal

from kit.errors import NotFound
from kit.texts import N_

Why = Literal[
    "interrupted",
    "declined",
    "away",
    "refused",
    "unknown",
    "unverified",
    "linked",
    "closed",
]


class LinkNotFound(NotFound):
    title: ClassVar[str] = N_("Ce compte n’est relié à aucune identité")
    detail: ClassVar[str] = N_("Le lien a pu être défait entre-temps.")


class LinkTaken(Exception):
    """This account, or this person of the provider's, is linked already."""


class SignInStopped(Exception):
    """The sign-in stops here; nothing was written, and it can begin again."""

    why: ClassVar[Why]


class SignInInterrupted(SignInStopped):
    why = "interrupted"


class SignInDeclined(SignInStopped):
    why = "declined"


class ProviderAway(SignInStopped):
    why = "away"


class ProofRefused(SignInStopped):
    """The provider's answer cannot be trusted: forged, stale, or for somebody else."""

    why = "refused"
