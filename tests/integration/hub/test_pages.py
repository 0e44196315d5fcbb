"""Every page of the hub, empty and with data, in both languages."""

import pytest

from tests.support.harness import Client, Installation

PAGES = (
    "/evenements",
    "/evenements/webinar.published.v1",
    "/journal",
    "/lettres-mortes",
    "/rejeux",
    "/copies",
    "/abonnements",
    "/cles",
    "/sante",
    "/api/docs",
)
OPEN = ("/evenements", "/evenements/webinar.published.v1", "/api/docs")


class TestPages:
    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_every_page_answers_an_operator_in_both_languages(
        self, operator: Client, language: str
    ) -> None:
        headers = {"Accept-Language": language, "Cookie": f"language={language}"}

        answers = {path: await operator.page(path, headers=headers) for path in PAGES}

        assert {
            path: one.status_code for path, one in answers.items()
        } == dict.fromkeys(PAGES, 200)
        for answer in answers.values():
            assert f'<html lang="{language}"' in answer.text
            assert "style=" not in answer.text

    async def test_nobody_sees_only_what_is_open(self, hub: Installation) -> None:
        answers = {path: await hub.client.page(path) for path in PAGES}

        assert {path for path in PAGES if answers[path].status_code == 200} == set(OPEN)
        assert {
            answers[path].headers["location"] for path in set(PAGES) - set(OPEN)
        } == {f"/connexion?next={path}" for path in set(PAGES) - set(OPEN)}

    async def test_another_role_is_refused(self, hub: Installation) -> None:
        advisor = await hub.client.sign_in("advisor")

        answers = {path: await advisor.page(path) for path in set(PAGES) - set(OPEN)}

        assert {one.status_code for one in answers.values()} == {403}
