"""The themes an advisor may teach: the pedagogical committee's first list."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from schemas.reference.labels import Label


class Theme(StrEnum):
    WEBSITE = "site-web"
    VISIBILITY = "visibilite"
    LOYALTY = "fidelisation"
    ADMINISTRATION = "e-administration"
    MANAGEMENT = "gestion"
    COLLABORATION = "travail-collaboratif"
    RESOURCES = "ressources-en-ligne"
    MARKETING = "e-marketing"
    INVOICING = "facture-electronique"
    TRAINING = "formation-en-ligne"
    EQUIPMENT = "equipement"
    SECURITY = "securite"


THEMES: Mapping[Theme, Label] = MappingProxyType(
    {
        Theme.WEBSITE: Label(
            "Créer et faire vivre son site", "Creating and running a website"
        ),
        Theme.VISIBILITY: Label(
            "Être visible : référencement, blogs", "Being found: search and blogs"
        ),
        Theme.LOYALTY: Label(
            "Dialoguer avec ses clients et les fidéliser",
            "Customer dialogue and loyalty",
        ),
        Theme.ADMINISTRATION: Label(
            "Échanger avec l'administration",
            "Dealing with public administration online",
        ),
        Theme.MANAGEMENT: Label(
            "Échanger avec son comptable et ses fournisseurs",
            "Working with one's accountant and suppliers",
        ),
        Theme.COLLABORATION: Label(
            "Travailler à plusieurs en ligne", "Collaborative work"
        ),
        Theme.RESOURCES: Label(
            "Trouver et utiliser les ressources en ligne", "Online resources"
        ),
        Theme.MARKETING: Label("E-marketing", "E-marketing"),
        Theme.INVOICING: Label("Facture électronique", "E-invoicing"),
        Theme.TRAINING: Label("Se former en ligne", "Online training"),
        Theme.EQUIPMENT: Label("S'équiper et financer", "Equipment and financing"),
        Theme.SECURITY: Label("Sécurité numérique", "Digital security"),
    }
)
