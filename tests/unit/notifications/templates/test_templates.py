"""Every template says everything, in both languages."""

import re
from uuid import UUID

import pytest

from kit.calendars import Address
from kit.identity.tokens import Links
from kit.ids import new_id
from kit.menus import menu_for
from kit.pages import Pages, find_roots
from kit.platform import ROOT
from kit.texts import LANGUAGES, Catalogues, Language, find_units
from services.notifications.templates.models import Matter
from services.notifications.templates.service import Writer
from tests.support.notifications import NOON, card, matters

SITE = "https://maillage.example"
LINKS = Links("a secret of the tests, long enough to be taken")


@pytest.fixture(scope="module")
def writer() -> Writer:
    catalogues = Catalogues.load(find_units(ROOT))
    return Writer(
        pages=Pages(roots=find_roots(ROOT), texts=catalogues, menus=menu_for),
        catalogues=catalogues,
        links=LINKS,
        public_url=SITE,
        organizer=Address(email="ne-pas-repondre@maillage.example", name="Maillage"),
        clock=lambda: NOON,
    )


def of(template: str) -> Matter:
    return next(one for one in matters() if one.template == template)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("matter", matters(), ids=lambda one: one.template)
class TestEveryTemplate:
    def test_a_letter_greets_by_name_and_leads_somewhere(
        self, writer: Writer, matter: Matter, language: Language
    ) -> None:
        letter = writer.letter(matter, card=card(new_id()), language=language)

        assert "Nadia" in letter.text
        assert "Nadia" in letter.html
        assert f"{SITE}/" in letter.text
        assert f'href="{SITE}/' in letter.html

    def test_a_letter_leaves_no_place_unfilled_and_its_subject_is_one_line(
        self, writer: Writer, matter: Matter, language: Language
    ) -> None:
        letter = writer.letter(matter, card=card(new_id()), language=language)

        assert not re.search(r"\{\w+\}", letter.subject + letter.text + letter.html)
        assert letter.subject.strip() == letter.subject != ""
        assert "\n" not in letter.subject

    def test_the_html_asks_nothing_from_elsewhere(
        self, writer: Writer, matter: Matter, language: Language
    ) -> None:
        letter = writer.letter(matter, card=card(new_id()), language=language)

        assert not re.search(r"<(img|link|script|iframe)|url\(", letter.html)
        assert f'<html lang="{language}">' in letter.html

    def test_a_line_of_the_inbox_says_what_and_where(
        self, writer: Writer, matter: Matter, language: Language
    ) -> None:
        line = writer.line(matter, language=language)

        assert line.title
        assert line.text
        assert line.label
        assert line.href.startswith("/")
        assert not re.search(r"\{\w+\}", line.title + line.text + line.label)

    def test_a_card_without_a_name_is_greeted_all_the_same(
        self, writer: Writer, matter: Matter, language: Language
    ) -> None:
        nameless = card(new_id(), first_name="", last_name="")

        letter = writer.letter(matter, card=nameless, language=language)

        assert letter.text.startswith("Bonjour," if language == "fr" else "Hello,")


class TestLetter:
    def test_the_two_languages_differ(self, writer: Writer) -> None:
        person = card(new_id())

        french = writer.letter(of("webinar_published"), card=person, language="fr")
        english = writer.letter(of("webinar_published"), card=person, language="en")

        assert "Facture électronique" in french.subject
        assert "E-invoicing" in english.subject
        assert "heure de Paris" in french.text
        assert "Paris time" in english.text

    def test_what_a_name_holds_is_escaped_in_html(self, writer: Writer) -> None:
        person = card(new_id(), first_name="<b>Nadia</b>")

        letter = writer.letter(of("seat_taken"), card=person, language="fr")

        assert "<b>Nadia</b>" not in letter.html
        assert "&lt;b&gt;Nadia" in letter.html

    def test_an_invitation_is_signed_for_the_advisor_and_the_invitation(
        self, writer: Writer
    ) -> None:
        matter = of("advisor_invited")

        letter = writer.letter(matter, card=card(new_id()), language="fr")

        facts = LINKS._serializer("invitation").loads(
            token_in(letter.text, "invitation/")
        )
        assert facts == {"advisor": str(matter.about), "n": 2}

    @pytest.mark.parametrize(
        ("template", "purpose", "path", "n"),
        [
            ("account_invited", "activation", "activation/", 0),
            ("password_link", "password", "mot-de-passe/", 2),
        ],
    )
    def test_a_link_to_a_password_is_signed_for_the_account_as_it_was(
        self, writer: Writer, template: str, purpose: str, path: str, n: int
    ) -> None:
        matter = of(template)

        letter = writer.letter(matter, card=card(new_id()), language="en")

        facts = LINKS._serializer(purpose).loads(token_in(letter.text, path))
        assert facts == {"account": str(matter.about), "n": n}

    def test_a_registration_link_is_signed_for_the_person(self, writer: Writer) -> None:
        person_id, matter = new_id(), of("webinar_published")

        letter = writer.letter(matter, card=card(person_id), language="fr")

        facts = LINKS._serializer("registration").loads(token_in(letter.text, "jeton="))
        assert facts == {"webinar": str(matter.about), "person": str(person_id)}

    def test_only_what_may_be_refused_can_be_unsubscribed(self, writer: Writer) -> None:
        person = card(new_id())

        free = writer.letter(of("webinar_published"), card=person, language="fr")
        mandatory = writer.letter(of("seat_taken"), card=person, language="fr")

        assert free.unsubscribe_url is not None
        assert mandatory.unsubscribe_url is None

    @pytest.mark.parametrize(
        ("template", "method"),
        [
            ("seat_taken", "REQUEST"),
            ("webinar_moved", "REQUEST"),
            ("seat_freed", "CANCEL"),
            ("webinar_cancelled", "CANCEL"),
        ],
    )
    def test_a_seat_comes_with_its_calendar(
        self, writer: Writer, template: str, method: str
    ) -> None:
        matter = of(template)

        letter = writer.letter(matter, card=card(new_id()), language="fr")

        calendar = (letter.calendar or b"").decode()
        registration_id: UUID = matter.registration_id  # type: ignore[union-attr] # a seat has one
        assert f"METHOD:{method}" in calendar
        assert f"UID:{registration_id}@maillage" in calendar
        assert "SEQUENCE:2" in calendar


def token_in(text: str, before: str) -> str:
    found = re.search(re.escape(before) + r"(\S+)", text)
    assert found is not None
    return found[1]
