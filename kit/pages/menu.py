"""What stands around a page: brand, place, sections, search, account, foot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """The frame of a page for one reader; labels are in the reader's language.

    `language_url` holds the place `{language}`; the page is added as `next`.
    """

    entries: Sequence[Link] = ()
    where: str = ""
    role: str = ""
    brand: str = "Maillage"
    home_url: str = "/"
    search_url: str | None = None
    search_label: str = ""
    account_url: str | None = None
    sign_in_url: str | None = None
    sign_out_url: str | None = None
    stop_acting_url: str | None = None
    language_url: str = "/langue/{language}"
    footer: Sequence[Link] = ()
    colophon: str = ""

    def at(self, path: str) -> "Menu":
        """Mark the entry that the page stands under: the longest that leads to it."""
        if any(entry.current for entry in self.entries):
            return self
        above = [entry.href for entry in self.entries if _leads(entry.href, path)]
        nearest = max(above, key=len, default=None)
        entries = [replace(e, current=e.href == nearest) for e in self.entries]
        return replace(self, entries=entries)


def _leads(href: str, path: str) -> bool:
    folder = href.partition("?")[0].rstrip("/")
    return path == (folder or "/") or bool(folder and path.startswith(f"{folder}/"))
