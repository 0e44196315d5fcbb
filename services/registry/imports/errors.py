"""Why a whole file is refused: nothing of it is judged, nothing is written."""

from kit.errors import Invalid, TooLarge
from kit.texts import N_


class FileRefused(Invalid):
    """The base of every refusal of a file."""

    title = N_("Ce fichier ne peut pas être lu comme un recensement")
    field = "file"


class FileTooLarge(TooLarge):
    title = N_("Le fichier est trop gros")
    detail = N_("La limite est de {limit_mb} Mo. Partagez-le en plusieurs fichiers.")
    field = "file"


class FileEmpty(FileRefused):
    title = N_("Le fichier est vide")
    detail = N_("Il faut une ligne d’intitulés et au moins une ligne remplie.")


class NotATable(FileRefused):
    title = N_("Ce fichier n’est pas un tableau")
    detail = N_("C’est un fichier {found}. Envoyez un fichier CSV ou XLSX.")


class BinaryData(FileRefused):
    title = N_("Ce fichier n’est pas un tableau")
    detail = N_(
        "Il contient à la ligne {line} des octets qu’aucun texte ne contient. "
        "Envoyez un fichier CSV ou XLSX."
    )


class WorkbookLocked(FileRefused):
    title = N_("Ce classeur est protégé par un mot de passe")
    detail = N_("Enregistrez-le sans mot de passe, puis envoyez-le de nouveau.")


class UnsupportedFormat(FileRefused):
    title = N_("Ce format de tableur n’est pas lu")
    detail = N_(
        "Le fichier est au format {found}. Enregistrez-le depuis votre tableur "
        "au format XLSX ou CSV (UTF-8)."
    )


class UnclearEncoding(FileRefused):
    title = N_("Les accents de ce fichier ne peuvent pas être lus")
    detail = N_(
        "Le premier caractère douteux est à la ligne {line}. Enregistrez le fichier "
        "au format « CSV UTF-8 » ou XLSX."
    )


class MissingHeadings(FileRefused):
    """`missing` and `headings` are lists, for the screen that maps them by hand."""

    title = N_("Il manque des colonnes obligatoires")
    detail = N_(
        "Aucun intitulé ne correspond à : {missing_names}. Renommez la colonne, "
        "ou associez-la à la main."
    )


class MappingUnknown(FileRefused):
    title = N_("Cette association de colonnes ne peut pas être faite")
    detail = N_("« {heading} » ne peut pas être associé à « {column} ».")
    field = "mapping"


class TooManyRows(FileRefused):
    title = N_("Le fichier a trop de lignes")
    detail = N_("La limite est de {limit} lignes. Partagez-le en plusieurs fichiers.")


class TooManyColumns(FileRefused):
    title = N_("Le fichier a trop de colonnes")
    detail = N_("La ligne {line} en a plus de {limit}. Retirez les colonnes inutiles.")


class CellTooLong(FileRefused):
    title = N_("Une cellule est trop longue")
    detail = N_(
        "À la ligne {line}, une cellule dépasse {limit} caractères. Un guillemet y est "
        "peut-être ouvert sans être refermé."
    )


class QuoteNeverClosed(FileRefused):
    title = N_("Un guillemet n’est jamais refermé")
    detail = N_("Il est ouvert à la ligne {line} et avale la fin du fichier.")


class WorkbookBroken(FileRefused):
    title = N_("Ce classeur est abîmé")
    detail = N_("Ouvrez-le dans votre tableur, enregistrez-le de nouveau en XLSX.")


class WorkbookTooLarge(FileRefused):
    title = N_("Ce classeur est trop gros une fois ouvert")
    detail = N_(
        "Décompressé, il dépasse {limit_mb} Mo. Recopiez les seules lignes utiles "
        "dans un nouveau classeur."
    )
