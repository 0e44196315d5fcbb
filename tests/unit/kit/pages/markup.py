"""Reads a page as a strict reader would, for the tests of pages."""

from dataclasses import dataclass
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
DRAWN = {"path", "rect", "circle"}


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    attributes: dict[str, str | None]


class Markup(HTMLParser):
    """The elements of a page; a tag that is not closed in its order is a fault."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> says an attribute twice: {names}")
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in DRAWN:
            self.faults.append(f"<{tag}/> is no element of its own")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def values(self, name: str) -> list[str]:
        return [
            value
            for element in self.elements
            if (value := element.attributes.get(name)) is not None
        ]


def unsafe_parts(page: Markup) -> list[str]:
    """List what a strict content security policy would stop."""
    inline = [
        f"<{element.tag} {name}>"
        for element in page.elements
        for name in element.attributes
        if name == "style" or name.startswith("on")
    ]
    blocks = [
        f"<{element.tag}>"
        for element in page.elements
        if element.tag == "style"
        or (element.tag == "script" and not element.attributes.get("src"))
    ]
    foreign = [
        url
        for name in ("src", "href", "action")
        for url in page.values(name)
        if url.startswith(("http:", "https:", "//", "javascript:"))
    ]
    return inline + blocks + foreign
