"""The columns of a census file, by the names its contract gives them."""

from enum import StrEnum


class Column(StrEnum):
    STRUCTURE_NAME = "structure_nom"
    STRUCTURE_TYPE = "structure_type"
    SIRET = "siret"
    ADDRESS = "adresse"
    POSTCODE = "code_postal"
    TOWN = "commune"
    RECEPTION_POINT = "point_accueil"
    STRUCTURE_TELEPHONE = "structure_telephone"
    STRUCTURE_EMAIL = "structure_courriel"
    WEBSITE = "site_web"
    LAST_NAME = "conseiller_nom"
    FIRST_NAME = "conseiller_prenom"
    EMAIL = "conseiller_courriel"
    TELEPHONE = "conseiller_telephone"
    PROFILE = "profil"
    THEMES = "themes"
    SINCE = "date_entree"
    SHARE = "quotite"


REQUIRED_OF_STRUCTURE = (
    Column.STRUCTURE_NAME,
    Column.STRUCTURE_TYPE,
    Column.POSTCODE,
    Column.TOWN,
)
REQUIRED_OF_ADVISOR = (
    Column.LAST_NAME,
    Column.FIRST_NAME,
    Column.EMAIL,
    Column.PROFILE,
)
ADVISOR_COLUMNS = (
    *REQUIRED_OF_ADVISOR,
    Column.TELEPHONE,
    Column.THEMES,
    Column.SINCE,
    Column.SHARE,
)
