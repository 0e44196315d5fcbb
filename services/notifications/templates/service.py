"""Writing what a notification says: an e-mail, or a line of the inbox."""

from typing import Any, Literal
from uuid import UUID

from kit.calendars import Address, Occasion, event
from kit.clock import Clock
from kit.identity.cards import Card
from kit.identity.tokens import Links
from kit.pages import Pages
from kit.texts import Catalogues, Language

from . import rules
from .models import (
    AccountInvited,
    AdvisorInvited,
    EmailLink,
    Letter,
    Line,
    Matter,
    PasswordLink,
    SeatFreed,
    SeatTaken,
    WebinarCancelled,
    WebinarMoved,
    WebinarPublished,
)

FOLDER = "notifications/templates"
BRAND = "Maillage"


class Writer:
    """A template is three files and a line: subject, text, HTML; inbox."""

    def __init__(
        self,
        *,
        pages: Pages,
        catalogues: Catalogues,
        links: Links,
        public_url: str,
        organizer: Address,
        clock: Clock,
    ) -> None:
        self._pages = pages
        self._catalogues = catalogues
        self._links = links
        self._public_url = public_url
        self._organizer = organizer
        self._clock = clock

    def letter(self, matter: Matter, *, card: Card, language: Language) -> Letter:
        """Write the e-mail to this person; names come from the card alone."""
        unsubscribe_url = self._unsubscribe_url(matter, card.id)
        facts = self._facts(matter, language) | {
            "name": card.first_name or card.name,
            "action_url": self._action_url(matter, card.id),
            "unsubscribe_url": unsubscribe_url,
            "preferences_url": f"{self._public_url}/preferences",
            "password_url": f"{self._public_url}/mot-de-passe",
        }
        method, calendar = self._calendar(matter, card=card, facts=facts)
        return Letter(
            subject=self._written(matter, "subject.txt", language, facts),
            text=self._write(matter, "body.txt", language, facts),
            html=self._write(matter, "body.html", language, facts),
            calendar=calendar,
            method=method,
            unsubscribe_url=unsubscribe_url,
        )

    def line(self, matter: Matter, *, language: Language) -> Line:
        facts = self._facts(matter, language)
        return Line(
            title=self._written(matter, "subject.txt", language, facts),
            text=self._written(matter, "inbox.txt", language, facts),
            href=rules.path(matter),
            label=self._written(matter, "act.txt", language, facts),
        )

    def _facts(self, matter: Matter, language: Language) -> dict[str, Any]:
        return rules.words(matter, self._catalogues.texts(language)) | {
            "brand": BRAND,
            "public_url": self._public_url,
            "page_url": f"{self._public_url}{rules.path(matter)}",
        }

    def _action_url(self, matter: Matter, person_id: UUID) -> str:
        return f"{self._public_url}{self._action_path(matter, person_id)}"

    def _action_path(self, matter: Matter, person_id: UUID) -> str:
        sign = self._links.sign
        match matter:
            case AdvisorInvited():
                return f"/invitation/{sign(rules.INVITATION, _invitation(matter))}"
            case AccountInvited():
                return f"/activation/{sign(rules.ACTIVATION, _way_in(matter))}"
            case PasswordLink():
                return f"/mot-de-passe/{sign(rules.PASSWORD, _way_in(matter))}"
            case EmailLink():
                told = _way_in(matter) | {"change": matter.email_number}
                return f"/compte/adresse/{sign(rules.EMAIL, told)}"
            case WebinarPublished() | SeatTaken() | WebinarMoved():
                seat = {"webinar": str(matter.webinar_id), "person": str(person_id)}
                token = sign(rules.REGISTRATION, seat)
                return f"{rules.path(matter)}/inscription?jeton={token}"
            case _:
                return rules.action(matter)

    def _unsubscribe_url(self, matter: Matter, person_id: UUID) -> str | None:
        if matter.family.is_mandatory:
            return None
        token = self._links.sign(
            rules.UNSUBSCRIBE,
            {"person": str(person_id), "family": matter.family.value},
        )
        return f"{self._public_url}/desabonnement/{token}"

    def _calendar(
        self, matter: Matter, *, card: Card, facts: dict[str, Any]
    ) -> tuple[Literal["REQUEST", "CANCEL"], bytes | None]:
        match matter:
            case SeatTaken() | WebinarMoved():
                method: Literal["REQUEST", "CANCEL"] = "REQUEST"
            case SeatFreed() | WebinarCancelled():
                method = "CANCEL"
            case _:
                return "REQUEST", None
        occasion = Occasion(
            uid=f"{matter.registration_id}@maillage",
            sequence=matter.calendar_sequence,
            starts_at=matter.starts_at,
            ends_at=matter.ends_at,
            summary=str(facts["title"]),
            told_at=self._clock(),
            url=str(facts["page_url"]),
            organizer=self._organizer,
            attendee=Address(email=card.email, name=card.name),
        )
        return method, event(occasion, method=method)

    def _write(
        self, matter: Matter, file: str, language: Language, facts: dict[str, Any]
    ) -> str:
        name = f"{FOLDER}/{matter.template}/{file}"
        return self._pages.compose(name, language=language, **facts)

    def _written(
        self, matter: Matter, file: str, language: Language, facts: dict[str, Any]
    ) -> str:
        """Write one line, for a header or a list."""
        return " ".join(self._write(matter, file, language, facts).split())


def _way_in(matter: AccountInvited | PasswordLink | EmailLink) -> dict[str, Any]:
    """Name the account, and the credentials that the link is good for."""
    return {"account": str(matter.account_id), "n": matter.credential_number}


def _invitation(matter: AdvisorInvited) -> dict[str, Any]:
    number = {} if matter.invitation is None else {"n": matter.invitation}
    return {"advisor": str(matter.advisor_id), **number}
