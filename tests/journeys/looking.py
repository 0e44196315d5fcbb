"""What is asked of every page, whoever reads it, on whatever screen."""

import re
from typing import Final, NamedTuple

from kit.texts import LANGUAGES

from .browser import NARROW, WIDE, Person

# Words of the interface that no record of the story holds.
FRENCH: Final = re.compile(
    r"\b(aucune?|vous|votre|vos|voir|chercher|enregistrer|sont|cette|conseillers?"
    r"|heure de Paris|écarté|webinaires?)\b",
    re.IGNORECASE,
)
SPOKEN: Final = """() => {
  const copy = document.body.cloneNode(true);
  const theirs = copy.querySelectorAll("[lang=fr], pre, code, script");
  for (const other of theirs) other.remove();
  return copy.textContent;
}"""
OVERFLOW: Final = "document.documentElement.scrollWidth > window.innerWidth"


class Sight(NamedTuple):
    """A page to look at; `status` is what it answers. axe reads no long one whole."""

    name: str
    path: str
    status: int = 200
    is_long: bool = False


async def look(someone: Person, sight: Sight, *, language: str) -> None:
    """Fail on what nobody should meet: at 1280 and 390 pixels, by day and by night."""
    answer = await someone.page.goto(someone.url + sight.path)

    assert answer is not None
    assert answer.status == sight.status, f"{sight.path}: {answer.status}"
    await seen(someone, sight.name, language=language, is_long=sight.is_long)


async def seen(
    someone: Person, name: str, *, language: str, is_long: bool = False
) -> None:
    """Look at the page that is open."""
    page = someone.page
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type] # its own shape
    assert await page.get_attribute("html", "lang") == language
    assert not await page.evaluate(OVERFLOW), f"{name} is wider than 1280 pixels"
    if language == "en":
        spoken = await page.evaluate(SPOKEN)
        assert FRENCH.findall(spoken) == [], f"{name}: {FRENCH.findall(spoken)}"
    else:
        await someone.screenshot(f"{name}-1280-{language}")
        if not is_long:
            await someone.axe()
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type] # its own shape
    assert not await page.evaluate(OVERFLOW), f"{name} is wider than 390 pixels"
    await someone.screenshot(f"{name}-390-{language}")


async def look_every_way(someone: Person, sight: Sight) -> None:
    """Look in both languages, then by night."""
    for language in LANGUAGES:
        await someone.speak(language)
        await look(someone, sight, language=language)
    await look_by_night(someone, sight)


async def look_by_night(someone: Person, sight: Sight) -> None:
    """Have axe read the contrasts of the dark colours, on a small screen."""
    await someone.page.set_viewport_size(NARROW)  # type: ignore[arg-type] # its own shape
    await someone.page.emulate_media(color_scheme="dark")
    await someone.go(sight.path)
    await someone.axe()
    await someone.screenshot(f"{sight.name}-390-dark")
    await someone.page.emulate_media(color_scheme="light")
