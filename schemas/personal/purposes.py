"""Why things are known about people, and by which right."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from schemas.reference import Label


class Basis(StrEnum):
    """The legal basis, by article 6 of the GDPR."""

    PUBLIC_TASK = "6.1.e"
    CONSENT = "6.1.a"
    OBLIGATION = "6.1.c"


class Purpose(StrEnum):
    REACH = "reach"
    ENTER = "enter"
    REGISTER = "register"
    CENSUS = "census"
    TEACH = "teach"
    DELIBERATE = "deliberate"
    TELL = "tell"
    REPAIR = "repair"
    RIGHTS = "rights"


class Why(NamedTuple):
    """A purpose as people read it, and the basis it stands on."""

    label: Label
    basis: Basis


PURPOSES: Mapping[Purpose, Why] = MappingProxyType(
    {
        Purpose.REACH: Why(
            Label(
                "Nommer et joindre les personnes du réseau",
                "Name and reach the people of the network",
            ),
            Basis.PUBLIC_TASK,
        ),
        Purpose.ENTER: Why(
            Label("Ouvrir et protéger les comptes", "Open and protect accounts"),
            Basis.PUBLIC_TASK,
        ),
        Purpose.REGISTER: Why(
            Label(
                "Tenir le registre des structures et des conseillers",
                "Keep the register of structures and advisors",
            ),
            Basis.PUBLIC_TASK,
        ),
        Purpose.CENSUS: Why(
            Label("Recenser le réseau", "Take the census of the network"),
            Basis.PUBLIC_TASK,
        ),
        Purpose.TEACH: Why(
            Label(
                "Proposer, programmer et tenir les webinaires",
                "Propose, schedule and hold webinars",
            ),
            Basis.PUBLIC_TASK,
        ),
        Purpose.DELIBERATE: Why(
            Label("Faire délibérer les comités", "Let the committees deliberate"),
            Basis.PUBLIC_TASK,
        ),
        Purpose.TELL: Why(
            Label("Prévenir chacun de ce qui le concerne", "Tell people what matters"),
            Basis.PUBLIC_TASK,
        ),
        Purpose.RIGHTS: Why(
            Label(
                "Répondre aux demandes d’accès et d’effacement",
                "Answer requests for access and erasure",
            ),
            Basis.OBLIGATION,
        ),
        Purpose.REPAIR: Why(
            Label(
                "Réparer les échanges entre machines",
                "Repair the exchanges between machines",
            ),
            Basis.PUBLIC_TASK,
        ),
    }
)
