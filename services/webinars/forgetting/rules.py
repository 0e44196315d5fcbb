"""Whose name it is, however it was typed."""

from services.webinars.proposals.models import Webinar


def is_name(typed: str, name: str) -> bool:
    return bool(name) and _plain(typed) == _plain(name)


def without(webinar: Webinar, name: str) -> Webinar:
    """Take the name out of the speakers, and out of what is said in the proposal."""
    speakers = tuple(one for one in webinar.speakers if not is_name(one, name))
    return webinar.model_copy(update={"speakers": speakers})


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
