"""The kinds of structures that employ advisors."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from schemas.reference.labels import Label


class StructureType(StrEnum):
    CCI = "cci"
    CMA = "cma"
    RESOURCE_CENTRE = "centre-de-ressources"
    CYBER_BASE = "cyber-base"
    TOURIST_OFFICE = "office-de-tourisme"
    MANAGEMENT_CENTRE = "centre-de-gestion-agree"
    TRADES_CENTRE = "centre-des-metiers"
    ASSOCIATION = "association"
    COMPANY = "entreprise"


STRUCTURE_TYPES: Mapping[StructureType, Label] = MappingProxyType(
    {
        StructureType.CCI: Label(
            "CCI",
            "Chamber of commerce and industry",
            ("Chambre de commerce et d'industrie", "Chambre de commerce"),
        ),
        StructureType.CMA: Label(
            "CMA",
            "Chamber of trades and crafts",
            (
                "Chambre de métiers et de l'artisanat",
                "Chambre des métiers et de l'artisanat",
                "Chambre de métiers",
                "Chambre des métiers",
            ),
        ),
        StructureType.RESOURCE_CENTRE: Label(
            "centre de ressources",
            "Resource centre",
            ("centre de ressource", "centre de ressources numérique", "CDR"),
        ),
        StructureType.CYBER_BASE: Label(
            "cyber-base", "Public digital space", ("cyberbase",)
        ),
        StructureType.TOURIST_OFFICE: Label(
            "office de tourisme",
            "Tourist office",
            ("office du tourisme", "OT"),
        ),
        StructureType.MANAGEMENT_CENTRE: Label(
            "centre de gestion agréé",
            "Accredited management centre",
            ("CGA", "centre de gestion"),
        ),
        StructureType.TRADES_CENTRE: Label(
            "centre des métiers", "Trades centre", ("centre de métiers",)
        ),
        StructureType.ASSOCIATION: Label("association", "Non-profit", ("asso",)),
        StructureType.COMPANY: Label("entreprise", "Company", ("société",)),
    }
)
