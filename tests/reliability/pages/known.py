"""Every page that the application shows: walked by RA11Y, or left out for a reason.

A page that is new stands in neither list: a test fails until somebody decides. RA11Y
itself fails when a page that it should walk was reached by no link.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from starlette.routing import compile_path

from tests.integration.maillage.bad_input.operations import shown

WALKED: Final[frozenset[str]] = frozenset(
    {
        "/accessibilite",
        "/donnees-personnelles",
        "/connexion",
        "/compte",
        "/roles",
        "/compte/sessions",
        "/compte/second-facteur",
        "/compte/adresse",
        "/mot-de-passe",
        "/comptes-dormants",
        "/comptes/{person_id}",
        "/conservation",
        "/compte/consultations",
        "/assistance",
        "/compte/mes-donnees",
        "/compte/consentements",
        "/compte/effacement",
        "/effacements",
        "/charte",
        "/certification",
        "/conseillers",
        "/conseillers/{advisor_id}",
        "/partenaires",
        "/partenaires/{partner_id}",
        "/structures",
        "/structures/nouvelle",
        "/structures/{structure_id}",
        "/structures/{structure_id}/modifier",
        "/points-accueil",
        "/centres",
        "/recensement",
        "/recensement/{census_id}",
        "/comites",
        "/comites/{code}",
        "/dossiers",
        "/dossiers/{reference}",
        "/decisions",
        "/decisions/{reference}",
        "/webinaires/proposer",
        "/webinaires/{webinar_id}/programmation",
        "/webinaires/mes-inscriptions",
        "/webinaires/{webinar_id}/inscription",
        "/webinaires/{webinar_id}/inscrits",
        "/",
        "/agenda",
        "/webinaires",
        "/webinaires/{webinar_id}",
        "/aujourdhui",
        "/messages",
        "/preferences",
        "/evenements",
        "/evenements/{name}",
        "/journal",
        "/journal/{topic}/{partition}/{offset}",
        "/abonnements",
        "/abonnements/{webhook_id}",
        "/lettres-mortes/rejeux",
        "/lettres-mortes",
        "/cles",
        "/cles/{client_id}",
        "/rejeux",
        "/copies",
        "/sante",
        "/api/docs",
        "/recherche",
    }
)
ENROLMENT: Final = "tests/journeys/test_2_enrolment.py::TestInvitation"
TELLING: Final = "tests/journeys/test_6_tell.py::TestUnsubscribe"
STORY_PAGES: Final = "tests/journeys/test_pages.py::TestPages"
LETTERS: Final = "tests/journeys/test_9_machines.py::TestDeadLetters"
REPAIRS: Final = "tests/journeys/test_9_machines.py::TestRepairs"
OWN: Final = "tests/journeys/test_own_pages.py"
FILE: Final = "a file to take away, of no page"
FRAGMENT: Final = "a part of a page that is walked, asked for by itself"
WITHOUT_PROVIDER: Final = "absent without a provider, which the demo has none of"
BY_LETTER: Final = "reached by a letter's link alone, looked at in "
NOT_WALKED: Final[Mapping[str, str]] = {
    "/agenda.ics": FILE,
    "/asyncapi.yaml": FILE,
    "/calendrier/{token}.ics": FILE,
    "/schemas/{name}.json": FILE,
    "/webinaires/{webinar_id}/evenement.ics": FILE,
    "/recensement/{census_id}/refusees.csv": FILE,
    "/compte/mes-donnees/{request_id}.json": FILE,
    "/compte/mes-donnees/{request_id}.html": FILE,
    "/lettres-mortes/{letter_id}/brut": FILE,
    "/courrier/{message_id}/html": FILE,
    "/courrier/{message_id}/pieces/{index}": FILE,
    "/recensement/{census_id}/avancement": FRAGMENT,
    "/lettres-mortes/rejeux/{run_id}/avancement": FRAGMENT,
    "/connexion/federee": WITHOUT_PROVIDER,
    "/connexion/federee/retour": WITHOUT_PROVIDER,
    "/connexion/federee/arret": WITHOUT_PROVIDER,
    "/connexion/federee/lien": WITHOUT_PROVIDER,
    "/connexion/federee/depart": WITHOUT_PROVIDER,
    "/connexion/federee/fin": WITHOUT_PROVIDER,
    "/invitation/{token}": f"{BY_LETTER}{ENROLMENT}",
    "/desabonnement/{token}": f"{BY_LETTER}{TELLING}",
    "/activation/{token}": f"the page of a new password, in {OWN}::TestWayBack",
    "/mot-de-passe/{token}": f"{BY_LETTER}{OWN}::TestWayBack",
    "/compte/adresse/{token}": f"{BY_LETTER}{OWN}::TestWayBack",
    "/connexion/code": f"after a password alone, looked at in {OWN}::TestSecondFactor",
    "/compte/second-facteur/ajout": f"after a password, in {OWN}::TestSecondFactor",
    "/compte/mes-donnees/{request_id}": f"once asked for, in {OWN}::TestOwnData",
    "/effacements/{person_id}": f"after an erasure alone, in {OWN}::TestErasing",
    "/recensement/{census_id}/colonnes": f"of a preview alone, in {STORY_PAGES}",
    "/courrier": f"the mailbox of one machine alone, in {ENROLMENT}",
    "/courrier/{message_id}": f"the mailbox of one machine alone, in {ENROLMENT}",
    "/lettres-mortes/essai": f"the demo has no letter, in {LETTERS}",
    "/lettres-mortes/{letter_id}": f"the demo has no letter, in {LETTERS}",
    "/lettres-mortes/{letter_id}/essai": f"the demo has no letter, in {LETTERS}",
    "/lettres-mortes/rejeux/{run_id}": f"the demo has no letter, in {LETTERS}",
    "/rejeux/{replay_id}": f"the demo tells nothing again, in {REPAIRS}",
    "/copies/{model}/{rebuild_id}": f"the demo rebuilds nothing, in {REPAIRS}",
    "/messages/{entry_id}": "leads on to what the message is about, and is no page",
    "/votes/{vote_id}": "leads on to the page of the dossier, which is walked",
}


def kinds() -> list[str]:
    """Return the pattern of every page, in the order in which one is chosen."""
    return [page.path for page in shown()]


def kinds_of(paths: Iterable[str]) -> set[str]:
    """Say of which patterns these addresses are, each of the first that it fits."""
    patterns = [(kind, compile_path(kind)[0]) for kind in kinds()]
    return set(_first(patterns, paths))


Patterns = Sequence[tuple[str, re.Pattern[str]]]


def _first(patterns: Patterns, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        plain = path.partition("?")[0]
        for kind, pattern in patterns:
            if pattern.match(plain):
                yield kind
                break
