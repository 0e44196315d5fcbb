"""What pages ask of a browser: secrets are typed hidden and filled in, nothing is kept."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    [*ROOT.glob("services/**/templates/*.html"), *ROOT.glob("kit/templates/**/*.html")]
)
SCRIPT = (ROOT / "kit" / "static" / "maillage.js").read_text("utf-8")
BASE = (ROOT / "kit" / "templates" / "base.html").read_text("utf-8")
FIELD = re.compile(r"ui\.field\(\s*\"(\w+)\".*?\)\s*\}\}", re.DOTALL)
SECRETS = {"password", "current", "new"}


def secret_fields() -> list[tuple[str, str, str]]:
    """Return each field of a secret: its template, its name, how it is written."""
    return [
        (str(file.relative_to(ROOT)), found[1], found[0])
        for file in TEMPLATES
        for found in FIELD.finditer(file.read_text("utf-8"))
        if found[1] in SECRETS or 'kind="password"' in found[0]
    ]


def test_there_are_such_fields() -> None:
    assert len(secret_fields()) >= 7


@pytest.mark.parametrize(
    ("file", "name", "written"), secret_fields(), ids=lambda one: one[:60]
)
def test_a_password_is_hidden_and_its_keeper_may_fill_it_in(
    file: str, name: str, written: str
) -> None:
    assert 'kind="password"' in written, f"{file}: {name}"
    assert re.search(r'autocomplete="(current|new)-password"', written), file


def test_nothing_that_is_pasted_is_refused() -> None:
    watched = re.findall(r"addEventListener\(\"(\w+)\"", SCRIPT)

    assert not set(watched) & {"paste", "copy", "cut", "contextmenu", "beforeinput"}
    assert not any("onpaste" in file.read_text("utf-8") for file in TEMPLATES)


def test_nothing_is_kept_in_the_browser_but_cookies() -> None:
    for store in ("localStorage", "sessionStorage", "indexedDB", "caches", ".cookie"):
        assert store not in SCRIPT
    assert '"historyCacheSize":0' in BASE
