"""Why a file is refused as a whole, and what a census does not allow in its state."""

from kit.errors import Conflict, Invalid, NotFound, TooLarge
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


class CensusNotFound(NotFound):
    title = N_("Ce recensement n’existe pas")
    detail = N_("Il a été retiré, ou c’est celui d’un autre centre.")


class CentreRequired(Invalid):
    title = N_("Dites pour quel centre vous importez")
    detail = N_("Votre compte en gère plusieurs : choisissez-en un.")
    field = "centre_id"


class CentreUnknown(Invalid):
    title = N_("Ce centre de ressources n’existe pas")
    detail = N_("Choisissez un centre que vous gérez.")
    field = "centre_id"


class CensusNotMappable(Conflict):
    title = N_("Les colonnes de ce recensement ne peuvent plus changer")
    detail = N_("Elles changent jusqu’à l’aperçu. Déposez le fichier de nouveau.")


class CensusNotAnalysed(Conflict):
    title = N_("Ce recensement n’a pas d’aperçu")
    detail = N_("L’analyse n’est pas finie, ou le fichier a été retiré.")


class CensusNotApplicable(Conflict):
    title = N_("Ce recensement ne peut pas être appliqué")
    detail = N_("Seul un aperçu s’applique, et une seule fois.")


class NothingToApply(Conflict):
    title = N_("Aucune ligne de ce recensement n’est à appliquer")
    detail = N_("Toutes sont en erreur, en double ou inchangées.")


class CensusNotUndoable(Conflict):
    title = N_("Ce recensement ne peut pas être annulé")
    detail = N_("Seul un lot appliqué s’annule, et une seule fois.")


class CensusNotAbandonable(Conflict):
    title = N_("Ce recensement ne peut plus être abandonné")
    detail = N_("Il est appliqué, en cours, ou déjà clos.")
