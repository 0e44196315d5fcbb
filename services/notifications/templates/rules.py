"""What stands in the places of a template: pure, from the matter and a language."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kit.texts import Texts
from schemas.base import Localised
from schemas.reference.themes import THEMES, Theme

from .models import (
    AccountDormant,
    AccountInvited,
    AdvisorInvited,
    EmailLink,
    EmailNotice,
    ErasurePlanned,
    FactorTakenAway,
    IdentityLinked,
    IdentityUnlinked,
    Matter,
    PasswordLink,
    SeatFreed,
    SeatTaken,
    VoteOpened,
    WebinarCancelled,
    WebinarMoved,
    WebinarPublished,
)

# Purposes of signed links: who reads them must ask for the same.
INVITATION, REGISTRATION, UNSUBSCRIBE = "invitation", "registration", "unsubscribe"
ACTIVATION, PASSWORD, EMAIL = "activation", "password", "email"

# What a matter says that its template shows as it is.
SHOWN = {"closes_on", "due_at", "is_own_wish", "provider"}
# Where a matter leads that is about nothing with a page of its own.
PLACES: Mapping[str, str] = {
    "advisor_invited": "/aujourdhui",
    "account_invited": "/aujourdhui",
    "password_link": "/compte",
    "account_dormant": "/compte",
    "email_link": "/compte",
    "email_notice": "/compte",
    "factor_taken_away": "/compte/second-facteur",
    "identity_linked": "/connexion/federee/lien",
    "identity_unlinked": "/connexion/federee/lien",
    "erasure_planned": "/compte/effacement",
}

COMMITTEES: Mapping[str, tuple[str, str]] = {
    "resource_centres": (
        "comité des centres de ressources",
        "resource-centres committee",
    ),
    "pedagogical": ("comité pédagogique", "pedagogical committee"),
    "private_partners": ("comité des partenaires privés", "private-partners committee"),
    "steering": ("comité de pilotage", "steering committee"),
}


def within(text: Localised, language: str) -> str:
    return text.en if language == "en" and text.en else text.fr


def committee(code: str, language: str) -> str:
    french, english = COMMITTEES[code]
    return english if language == "en" else french


def theme(code: str, language: str) -> str:
    """Name a theme; one that this version does not know keeps its code."""
    known = Theme(code) if code in set(Theme) else None
    return code if known is None else THEMES[known].within(language)


def words(matter: Matter, texts: Texts) -> dict[str, Any]:
    """Return the public facts as a template shows them."""
    match matter:
        case (
            AdvisorInvited()
            | AccountInvited()
            | PasswordLink()
            | EmailLink()
            | EmailNotice()
            | FactorTakenAway()
        ):
            return {}
        case (
            AccountDormant() | ErasurePlanned() | IdentityLinked() | IdentityUnlinked()
        ):
            return matter.model_dump(include=SHOWN)
        case VoteOpened():
            return {
                "dossier_number": matter.dossier_number,
                "committee": committee(matter.committee, texts.language),
                "is_secret": matter.is_secret,
                "closes_at": matter.closes_at,
            }
        case WebinarPublished():
            named = [theme(code, texts.language) for code in matter.themes]
            return _of_webinar(matter, texts) | {
                "themes": [texts.typeset(name) for name in named],
                "is_for_advisors": matter.is_for_advisors,
            }
        case SeatTaken() | SeatFreed() | WebinarMoved() | WebinarCancelled():
            return _of_webinar(matter, texts)


def path(matter: Matter) -> str:
    """Return where one who is signed in goes from the inbox."""
    place = PLACES.get(matter.template)
    if place is not None:
        return place
    kind = "votes" if isinstance(matter, VoteOpened) else "webinaires"
    return f"/{kind}/{matter.about}"


def action(matter: Matter) -> str:
    """Return where the button of a letter leads that has no link of its own."""
    return "/mot-de-passe" if isinstance(matter, EmailNotice) else path(matter)


def _of_webinar(
    matter: WebinarPublished | SeatTaken | SeatFreed | WebinarMoved | WebinarCancelled,
    texts: Texts,
) -> dict[str, Any]:
    length: timedelta = matter.ends_at - matter.starts_at
    return {
        "title": texts.typeset(within(matter.title, texts.language)),
        "starts_at": matter.starts_at,
        "length": length,
    }
