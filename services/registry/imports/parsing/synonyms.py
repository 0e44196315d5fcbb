"""The headings met in census files, by the column they mean."""

from collections.abc import Mapping

from services.registry.imports.models import Column

SYNONYMS: Mapping[Column, tuple[str, ...]] = {
    Column.STRUCTURE_NAME: (
        "structure", "nom structure", "nom de la structure", "nom de structure",
        "raison sociale", "dénomination", "établissement", "organisme", "employeur",
        "nom de l'établissement", "nom de l'organisme", "libellé structure",
    ),
    Column.STRUCTURE_TYPE: (
        "type de structure", "type structure", "type", "catégorie",
        "type de la structure", "nature de la structure", "catégorie de structure",
        "type d'établissement", "type d'organisme",
    ),
    Column.SIRET: (
        "n siret", "no siret", "num siret", "numéro siret", "numéro de siret",
        "n de siret", "code siret", "siret structure", "structure siret",
        "siret de la structure", "n siret structure", "siret établissement",
    ),
    Column.ADDRESS: (
        "adresse structure", "structure adresse", "adresse postale", "rue", "voie",
        "adresse de la structure", "adresse 1", "adresse complète",
    ),
    Column.POSTCODE: (
        "cp", "code post", "postal", "code postal structure", "structure code postal",
        "cp structure", "code postal de la structure", "c p",
    ),
    Column.TOWN: (
        "ville", "localité", "ville structure", "commune structure",
        "structure commune", "structure ville", "commune de la structure",
        "nom commune", "nom de la commune",
    ),
    Column.RECEPTION_POINT: (
        "point d'accueil", "accueil", "accueil du public", "point accueil public",
        "point d'accueil public", "accueille du public", "est un point d'accueil",
    ),
    Column.STRUCTURE_TELEPHONE: (
        "téléphone structure", "téléphone de la structure", "tel structure",
        "tél de la structure", "structure tel", "standard", "téléphone standard",
        "n téléphone structure", "téléphone fixe structure",
    ),
    Column.STRUCTURE_EMAIL: (
        "courriel structure", "e-mail structure", "mail structure", "structure email",
        "structure mail", "courriel de la structure", "e-mail de la structure",
        "mail de la structure", "adresse e-mail structure", "courriel de contact",
    ),
    Column.WEBSITE: (
        "site internet", "site", "url", "web", "site internet de la structure",
        "site web de la structure", "adresse du site", "site web structure",
        "site internet structure", "structure site web", "url du site",
    ),
    Column.LAST_NAME: (
        "nom", "nom conseiller", "nom du conseiller", "nom de famille", "nom d'usage",
        "conseiller", "nom de la conseillère",
    ),
    Column.FIRST_NAME: (
        "prénom", "prénom conseiller", "prénom du conseiller", "prénoms",
    ),
    Column.EMAIL: (
        "e-mail", "courriel", "mail", "adresse mail", "adresse e-mail",
        "adresse électronique", "courriel conseiller", "e-mail conseiller",
        "mail conseiller", "e-mail du conseiller", "courriel du conseiller",
        "mail du conseiller", "conseiller email", "conseiller mail", "mél",
        "adresse courriel",
    ),
    Column.TELEPHONE: (
        "téléphone", "tél", "portable", "mobile", "téléphone conseiller",
        "téléphone du conseiller", "tél conseiller", "tél du conseiller",
        "conseiller tel", "numéro de téléphone", "n téléphone", "n de téléphone",
        "téléphone portable", "téléphone mobile", "no téléphone", "telephone direct",
    ),
    Column.PROFILE: (
        "profil conseiller", "profil du conseiller", "type de conseiller", "profile",
    ),
    Column.THEMES: (
        "thème", "thématiques", "thématique", "domaines", "compétences",
        "spécialités", "thèmes d'intervention", "thématiques d'intervention",
    ),
    Column.SINCE: (
        "date d'entrée", "entré le", "depuis", "date entrée réseau", "entrée",
        "date d'entrée dans le réseau", "date début", "date de début",
        "date d'arrivée", "date d'entrée en fonction", "date de prise de poste",
    ),
    Column.SHARE: (
        "quotité de travail", "etp", "temps de travail", "taux d'activité", "temps",
        "quotité %", "% temps", "quotité temps de travail",
    ),
}  # fmt: skip
