"""What a browser says it is, as two words of a short list, never its whole text."""

from typing import Final, NamedTuple

# The first that is found: many browsers also name those that they descend from.
BROWSERS: Final = (
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("chromium", "Chromium"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
SYSTEMS: Final = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("cros", "ChromeOS"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)
READ_MAX: Final = 400


class Device(NamedTuple):
    """Empty words are those that nobody told."""

    browser: str = ""
    system: str = ""

    @classmethod
    def of(cls, user_agent: str) -> "Device":
        told = user_agent[:READ_MAX].lower()
        return cls(_first(told, BROWSERS), _first(told, SYSTEMS))


def _first(told: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in told), "")
