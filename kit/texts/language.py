"""Which of the two languages a reader gets."""

from typing import Final, Literal, get_args

Language = Literal["fr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
SOURCE: Final[Language] = "fr"
NAMES: Final[dict[Language, str]] = {"fr": "Français", "en": "English"}


def language_of(
    accept_language: str | None = None,
    cookie: str | None = None,
    account_language: str | None = None,
) -> Language:
    """Choose: the switch of this browser, then the account, then what is accepted."""
    for choice in (cookie, account_language, _best(accept_language or "")):
        if choice in LANGUAGES:
            return choice
    return SOURCE


def _best(header: str) -> str | None:
    weighed = [_weigh(part) for part in header[:200].split(",")]
    known = [pair for pair in weighed if pair[0] in LANGUAGES and pair[1] > 0]
    return max(known, key=lambda pair: pair[1])[0] if known else None


def _weigh(part: str) -> tuple[str, float]:
    tag, _, quality = part.partition(";")
    language = tag.strip().lower().partition("-")[0]
    try:
        return language, float(quality.strip().removeprefix("q=") or 1)
    except ValueError:
        return language, 0.0
