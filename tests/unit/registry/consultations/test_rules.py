"""SEC-04: a person reads from which screen their record was looked at."""

import pytest

from schemas.addresses import NOUNS, PAGES
from services.registry.consultations.rules import JOBS, OTHER, SCREENS, screen

SERVED = {word for words in (*PAGES.values(), *NOUNS.values()) for word in words}


class TestScreen:
    @pytest.mark.parametrize(
        ("route", "name"),
        [
            ("/conseillers/{advisor_id}", "Les conseillers"),
            ("/api/v1/advisors", "Les conseillers"),
            ("/recherche", "La recherche"),
            ("/api/v1/search", "La recherche"),
            ("/roles/{person_id}", "Les rôles"),
            ("census", "Un recensement"),
            ("/sante", OTHER),
        ],
    )
    def test_a_route_is_named_by_its_first_word(self, route: str, name: str) -> None:
        assert screen(route) == name

    def test_every_word_that_has_a_name_is_served(self) -> None:
        assert set(SCREENS) <= SERVED
        assert set(JOBS.values()) <= SERVED
