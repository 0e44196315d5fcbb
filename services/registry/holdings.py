"""What the registry keeps of people, the shared identities included."""

from typing import Final

from kit.people import Emptied, Holding, PeopleHandlers, Removed, Stays
from kit.platform import IDENTITY
from schemas.reference import Label

STATE: Final = Label("État", "State")
LANGUAGE: Final = Label("Langue", "Language")
HOLDINGS: Final = (
    Holding(
        database=IDENTITY,
        name="cards",
        by="_id",
        title=Label("Votre carte", "Your card"),
        shows={
            "first_name": Label("Prénom", "First name"),
            "last_name": Label("Nom", "Last name"),
            "email": Label("Adresse e-mail", "E-mail address"),
            "former_emails": Label("Anciennes adresses", "Former addresses"),
            "phone": Label("Téléphone", "Telephone"),
            "language": LANGUAGE,
        },
        hides=frozenset({"words"}),
        erase=Stays("It went in the write that erased the person."),
    ),
    Holding(
        database=IDENTITY,
        name="accounts",
        by="person_id",
        title=Label("Votre compte", "Your account"),
        shows={
            "email": Label("Adresse de connexion", "Address to sign in with"),
            "language": LANGUAGE,
            "grants": Label("Rôles", "Roles"),
        },
        hides=frozenset({"password_hash"}),
        erase=Stays("It went in the write that erased the person."),
    ),
    Holding(
        database=IDENTITY,
        name="sessions",
        by="person_id",
        title=Label("Vos sessions ouvertes", "Your open sessions"),
        shows={
            "opened_at": Label("Ouverte le", "Opened on"),
            "expires_at": Label("Se ferme le", "Closes on"),
        },
        hides=frozenset({"_id", "grants", "acting"}),
        erase=Removed(),
    ),
    Holding(
        database=IDENTITY,
        name="data_parts",
        by="person_id",
        title=Label("Copies de vos données", "Copies of your data"),
        shows={"at": Label("Rassemblée le", "Gathered on")},
        hides=frozenset({"sections"}),
        erase=Removed(),
    ),
    Holding(
        database="registry",
        name="federated_links",
        by="person_id",
        title=Label("Votre identité ailleurs", "Your identity elsewhere"),
        shows={"issuer": Label("Fournisseur", "Provider")},
        hides=frozenset({"_id"}),
        erase=Removed(),
    ),
    Holding(
        database="registry",
        name="federated_tokens",
        by="person_id",
        title=Label("Jetons pour le quitter", "Tokens to leave it by"),
        shows={},
        hides=frozenset({"_id", "id_token"}),
        erase=Removed(),
    ),
    Holding(
        database="registry",
        name="last_sign_ins",
        by="person_id",
        title=Label("Votre dernière connexion", "Your last sign-in"),
        shows={"last_at": Label("Le", "On")},
        erase=Removed(),
    ),
    Holding(
        database="registry",
        name="advisors",
        by="person_id",
        title=Label("Votre fiche de conseiller", "Your advisor’s record"),
        shows={
            "status": STATE,
            "profile": Label("Profil", "Profile"),
            "themes": Label("Thèmes", "Themes"),
            "departments": Label("Départements", "Departments"),
            "listed_at": Label("Recensé le", "Listed on"),
            "enrolled_at": Label("Inscrit le", "Enrolled on"),
            "signature": Label("Charte signée", "Charter signed"),
            "halt": Label("Arrêt", "Halt"),
            "certified_from": Label("Certifié du", "Certified from"),
            "certified_until": Label("Certifié jusqu’au", "Certified until"),
        },
        hides=frozenset({"words", "sort_key"}),
        erase=Stays("It leaves the network, and loses the name, by an event."),
    ),
    Holding(
        database="registry",
        name="imports",
        by="uploaded_by",
        title=Label(
            "Fichiers de recensement que vous avez déposés",
            "Census files that you uploaded",
        ),
        shows={
            "file_name": Label("Fichier", "File"),
            "uploaded_at": Label("Déposé le", "Uploaded on"),
            "state": STATE,
        },
        hides=frozenset({"snapshot", "choices", "headings", "reading"}),
        erase=Stays("It names a file, and by id who sent it."),
    ),
    Holding(
        database=IDENTITY,
        name="impersonations",
        by="person_id",
        title=Label("Interventions à votre place", "Help in your place"),
        shows={
            "started_at": Label("Le", "On"),
            "reason": Label("Motif", "Reason"),
        },
        erase=Emptied({"reason": ""}),
    ),
    Holding(
        database=IDENTITY,
        name="second_factor_removals",
        by="person_id",
        title=Label("Seconds facteurs perdus", "Second factors that you lost"),
        shows={
            "removed_at": Label("Retiré le", "Taken away on"),
            "reason": Label("Motif", "Reason"),
        },
        erase=Emptied({"reason": ""}),
    ),
    Holding(
        database="registry",
        name="consents",
        by="_id",
        title=Label("Vos consentements", "Your consents"),
        shows={
            "given": Label("Accords en cours", "In force"),
            "answers": Label("Réponses", "Answers"),
        },
        erase=Removed(),
    ),
    Holding(
        database="registry",
        name="data_requests",
        by="person_id",
        title=Label("Demandes de copie", "Requests for a copy"),
        shows={"asked_at": Label("Demandée le", "Asked on")},
        erase=Stays("It proves that a right was answered: ids and dates."),
    ),
)


class RegistryPeople(PeopleHandlers):
    """The registry's own part, under a name of its own."""
