"""How much of an advisor's work is digital advice, and for whom."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from schemas.reference.labels import Label


class Profile(StrEnum):
    DEDICATED = "dedie"
    GENERALIST = "generaliste"
    PRIVATE = "prive"


PROFILES: Mapping[Profile, Label] = MappingProxyType(
    {
        Profile.DEDICATED: Label("dédié", "Dedicated", ("dédiée", "D")),
        Profile.GENERALIST: Label("généraliste", "Generalist", ("G",)),
        Profile.PRIVATE: Label("privé", "Private", ("privée", "P")),
    }
)
