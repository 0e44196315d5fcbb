"""The rooms of the network's video licence: each holds one webinar at a time."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from kit.texts import N_
from kit.texts.validation import expected


class Room(NamedTuple):
    """`seats_max` is the licence's."""

    name: str
    seats_max: int


ROOMS: Mapping[str, Room] = MappingProxyType(
    {
        "gutenberg": Room("Gutenberg", 100),
        "ampere": Room("Ampère", 100),
        "chappe": Room("Chappe", 300),
        "curie": Room("Curie", 300),
        "pascal": Room("Pascal", 1_000),
    }
)


def _known(code: str) -> str:
    if code not in ROOMS:
        raise expected(N_("Une salle de la liste."))
    return code


RoomCode = Annotated[str, Field(max_length=40), AfterValidator(_known)]
