"""The arithmetic in words and in figures, in both languages."""

from typing import Any

import pytest

from kit.platform import ROOT
from kit.texts import Catalogues, Texts, find_units
from schemas.documents.governance import Choice, Share, Tally, Vote, VotingRules
from services.governance.votes import rules
from services.governance.votes.models import Opened
from tests.support.governance import a_vote, an_elector


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues.load(find_units(ROOT))


def counted(
    *choices: Choice, entitled: int, chair: Choice | None = None, **changes: Any
) -> tuple[Vote, Tally]:
    vote = a_vote([an_elector() for _ in range(entitled)], **changes)
    opened = Opened(
        voted=frozenset(e.person_id for e in vote.electors[: len(choices)]),
        choices=choices,
        reasons=(),
        chair=chair,
    )
    tally = rules.count(vote.rules, entitled=entitled, mode=vote.mode, opened=opened)
    return vote, tally


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


FOUNDING: tuple[Choice, ...] = ("yes",) * 6 + ("no", "abstain")


class TestExplanation:
    def test_is_the_founding_example_in_french(self, catalogues: Catalogues) -> None:
        vote, tally = counted(*FOUNDING, entitled=10)

        said = plain(rules.explanation(vote, tally, catalogues.texts("fr")))

        assert said == (
            "Dix membres pouvaient voter, huit l’ont fait : le quorum de cinq est "
            "atteint. Sur sept suffrages exprimés, six oui dépassent la majorité de "
            "quatre. La proposition est adoptée."
        )

    def test_is_the_founding_example_in_english(self, catalogues: Catalogues) -> None:
        vote, tally = counted(*FOUNDING, entitled=10)

        said = rules.explanation(vote, tally, catalogues.texts("en"))

        assert said == (
            "Ten members could vote, eight did: the quorum of five is reached. Of "
            "seven votes for or against, six yes exceed the majority of four. The "
            "proposal is adopted."
        )

    def test_says_that_nothing_is_decided_without_a_quorum(
        self, catalogues: Catalogues
    ) -> None:
        vote, tally = counted("yes", entitled=9)

        said = plain(rules.explanation(vote, tally, catalogues.texts("fr")))

        assert said == (
            "Neuf membres pouvaient voter, un l’a fait : le quorum de cinq n’est pas "
            "atteint. Aucun bulletin n’est dépouillé et rien n’est décidé : le "
            "secrétariat peut ouvrir un nouveau vote."
        )

    def test_says_why_the_chair_settles_no_secret_tie(
        self, catalogues: Catalogues
    ) -> None:
        vote, tally = counted("yes", "no", entitled=2, mode="secret")

        said = plain(rules.explanation(vote, tally, catalogues.texts("fr")))

        assert "dans un vote secret personne ne la connaît" in said
        assert said.endswith("La proposition est rejetée.")

    def test_says_that_the_chair_settled_a_named_tie(
        self, catalogues: Catalogues
    ) -> None:
        vote, tally = counted("yes", "no", entitled=2, chair="yes")

        said = plain(rules.explanation(vote, tally, catalogues.texts("fr")))

        assert "la voix de la présidence l’emporte : c’est un oui" in said
        assert said.endswith("La proposition est adoptée.")

    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("entitled", [1, 2, 3, 20])
    @pytest.mark.parametrize("base", ["expressed", "entitled"])
    def test_leaves_no_place_unfilled(
        self, catalogues: Catalogues, language: Any, entitled: int, base: Any
    ) -> None:
        texts: Texts = catalogues.texts(language)
        ruled = VotingRules(
            majority_base=base, majority_share=Share(numerator=2, denominator=3)
        )
        for yes in range(entitled + 1):
            choices: list[Choice] = [
                "yes" if place < yes else "no" for place in range(entitled)
            ]
            vote, tally = counted(*choices, entitled=entitled, rules=ruled)

            said = rules.explanation(vote, tally, texts)
            rows = rules.sum_rows(vote, tally, texts)

            assert "{" not in said
            assert all("{" not in term + figure for term, figure, _ in rows)


class TestSum:
    def test_is_the_founding_example(self, catalogues: Catalogues) -> None:
        vote, tally = counted(*FOUNDING, entitled=10)
        vote = vote.model_copy(
            update={"electors": (*vote.electors, an_elector(reason="own_dossier"))}
        )

        rows = rules.sum_rows(vote, tally, catalogues.texts("fr"))

        assert [plain(figure) for _, figure, _ in rows] == [
            "11",
            "− 1",
            "11 − 1 = 10",
            "10 ÷ 2 = 5",
            "6 + 1 + 1 = 8",
            "8 ≥ 5",
            "6 + 1 = 7",
            "7 ÷ 2 = 3,5, soit 4",
            "6 ≥ 4",
        ]

    def test_tells_no_choice_without_a_quorum(self, catalogues: Catalogues) -> None:
        vote, tally = counted("no", entitled=9)

        rows = rules.sum_rows(vote, tally, catalogues.texts("fr"))

        assert rows[-1][0] == "Quorum manqué"
        assert not any("non" in term.split() for term, _, _ in rows)
