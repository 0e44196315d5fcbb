"""What the registry keeps of people, the shared identities included."""

from typing import Final

from kit.people import Emptied, KeptIn, PeopleHandlers, Removed, Stays
from kit.platform import IDENTITY
from schemas.events.registry import RegistryErasure

OWN: Final = KeptIn("registry")
SHARED: Final = KeptIn(IDENTITY)
STATE: Final = ("État", "State")
LANGUAGE: Final = ("Langue", "Language")
HOLDINGS: Final = (
    SHARED.holding(
        "cards",
        by="_id",
        title=("Votre carte", "Your card"),
        shows={
            "first_name": ("Prénom", "First name"),
            "last_name": ("Nom", "Last name"),
            "email": ("Adresse e-mail", "E-mail address"),
            "former_emails": ("Anciennes adresses", "Former addresses"),
            "phone": ("Téléphone", "Telephone"),
            "language": LANGUAGE,
        },
        hides={"words"},
        erase=Stays("It went in the write that erased the person."),
    ),
    SHARED.holding(
        "accounts",
        title=("Votre compte", "Your account"),
        shows={
            "email": ("Adresse de connexion", "Address to sign in with"),
            "language": LANGUAGE,
            "grants": ("Rôles", "Roles"),
        },
        hides={"password_hash"},
        erase=Stays("It went in the write that erased the person."),
    ),
    SHARED.holding(
        "sessions",
        title=("Vos sessions ouvertes", "Your open sessions"),
        shows={
            "opened_at": ("Ouverte le", "Opened on"),
            "expires_at": ("Se ferme le", "Closes on"),
        },
        hides={"_id", "grants", "acting"},
        erase=Removed(),
    ),
    SHARED.holding(
        "data_parts",
        title=("Copies de vos données", "Copies of your data"),
        shows={"at": ("Rassemblée le", "Gathered on")},
        hides={"sections"},
        erase=Removed(),
    ),
    OWN.holding(
        "federated_links",
        title=("Votre identité ailleurs", "Your identity elsewhere"),
        shows={"issuer": ("Fournisseur", "Provider")},
        hides={"_id"},
        erase=Removed(),
    ),
    OWN.holding(
        "federated_tokens",
        title=("Jetons pour le quitter", "Tokens to leave it by"),
        hides={"_id", "id_token"},
        erase=Removed(),
    ),
    OWN.holding(
        "last_sign_ins",
        title=("Votre dernière connexion", "Your last sign-in"),
        shows={"last_at": ("Le", "On")},
        erase=Removed(),
    ),
    OWN.holding(
        "advisors",
        title=("Votre fiche de conseiller", "Your advisor’s record"),
        shows={
            "status": STATE,
            "profile": ("Profil", "Profile"),
            "themes": ("Thèmes", "Themes"),
            "departments": ("Départements", "Departments"),
            "listed_at": ("Recensé le", "Listed on"),
            "enrolled_at": ("Inscrit le", "Enrolled on"),
            "signature": ("Charte signée", "Charter signed"),
            "halt": ("Arrêt", "Halt"),
            "certified_from": ("Certifié du", "Certified from"),
            "certified_until": ("Certifié jusqu’au", "Certified until"),
        },
        hides={"words", "sort_key"},
        erase=Stays("It leaves the network, and loses the name, by an event."),
    ),
    OWN.holding(
        "imports",
        by="uploaded_by",
        title=(
            "Fichiers de recensement que vous avez déposés",
            "Census files that you uploaded",
        ),
        shows={
            "file_name": ("Fichier", "File"),
            "uploaded_at": ("Déposé le", "Uploaded on"),
            "state": STATE,
        },
        hides={"snapshot", "choices", "headings", "reading"},
        erase=Stays("It names a file, and by id who sent it."),
    ),
    SHARED.holding(
        "impersonations",
        title=("Interventions à votre place", "Help in your place"),
        shows={
            "started_at": ("Le", "On"),
            "reason": ("Motif", "Reason"),
        },
        erase=Emptied({"reason": ""}),
    ),
    SHARED.holding(
        "second_factor_removals",
        title=("Seconds facteurs perdus", "Second factors that you lost"),
        shows={
            "removed_at": ("Retiré le", "Taken away on"),
            "reason": ("Motif", "Reason"),
        },
        erase=Emptied({"reason": ""}),
    ),
    OWN.holding(
        "consents",
        by="_id",
        title=("Vos consentements", "Your consents"),
        shows={
            "given": ("Accords en cours", "In force"),
            "answers": ("Réponses", "Answers"),
        },
        erase=Removed(),
    ),
    OWN.holding(
        "data_requests",
        title=("Demandes de copie", "Requests for a copy"),
        shows={"asked_at": ("Demandée le", "Asked on")},
        erase=Stays("It proves that a right was answered: ids and dates."),
    ),
)


class RegistryPeople(PeopleHandlers):
    """The registry's own part, under a name of its own."""

    service = "registry"
    holdings = HOLDINGS
    told = RegistryErasure
