"""REG-11: `maillage census check` says in a terminal what an import would say."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from maillage.command import app

CENSUS = Path(__file__).parents[3] / "data" / "census"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CENSUS / "expected.json").read_text())
UNION = {key for expected in EXPECTED.values() for key in expected}
FIRST_TIME = [name for name, expected in EXPECTED.items() if "after" not in expected]


def check(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["census", "check", *map(str, arguments)])


class TestJson:
    @pytest.mark.parametrize("name", FIRST_TIME)
    def test_a_first_file_gives_what_is_expected(self, name: str) -> None:
        answer = check(CENSUS / name, "--json", "--alone")

        told = json.loads(answer.stdout)
        assert {key: told[key] for key in EXPECTED[name]} == EXPECTED[name]

    @pytest.mark.parametrize("name", EXPECTED)
    def test_it_always_has_every_key_and_the_proposals(self, name: str) -> None:
        answer = check(CENSUS / name, "--json", "--alone")

        assert set(json.loads(answer.stdout)) == UNION | {"proposals"}

    def test_a_refused_file_has_no_answer_but_a_reason(self, tmp_path: Path) -> None:
        image = tmp_path / "census.csv"
        image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

        answer = check(image, "--json", "--alone")

        assert answer.exit_code == 1
        assert answer.stdout == ""
        assert "pas un tableau" in answer.stderr


class TestTerminal:
    def test_each_refused_cell_is_told_with_its_proposal(self) -> None:
        answer = check(CENSUS / "recensement-occitanie-brut.csv", "--alone")

        said = " ".join(answer.stdout.split())
        assert "Ligne 82" in said
        assert "De 0 à 100. → 100 (la borne)" in said
        assert "Rien n’a été appliqué." in said

    def test_a_cell_cannot_steer_the_terminal(self, tmp_path: Path) -> None:
        file = tmp_path / "census.csv"
        headings = "structure_nom;structure_type;code_postal;commune"
        file.write_text(f"{headings}\nCyber-base;\x1b[2Jstartup;81000;Albi\n")

        answer = check(file, "--alone")

        assert "\x1b" not in answer.stdout
