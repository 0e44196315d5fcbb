"""Who plays in the demo: invented people, organisations and webinars."""

from typing import Any, NamedTuple

from kit.texts import N_


class Person(NamedTuple):
    """Acts for a partner (its key), or for a region's resource centre (its code)."""

    first_name: str
    last_name: str
    email: str
    role: str
    partner: str | None = None
    region: str | None = None


class Seat(NamedTuple):
    person: str
    role: str


ADVISORS_WANTED = 220
# One of the census's own: the account that shows what an advisor sees.
ADVISOR = "sophie.brun@cci-herault.example"

PARTNERS: dict[str, str] = {
    "factura": "Factura Simple",
    "nuage": "Nuage Clair",
    "atlas": "Atlas Vitrine",
    "cap": "Cap Compétences",
    "bastion": "Bastion Sécurité",
}

PEOPLE: dict[str, Person] = {
    "operator": Person(
        "Nadia", "Ferrand", "nadia.ferrand@maillage.example", "operator"
    ),
    "factura": Person(
        "Inès", "Garnier", "ines.garnier@factura-simple.example", "partner", "factura"
    ),
    "nuage": Person(
        "Hugo", "Lemaire", "hugo.lemaire@nuage-clair.example", "partner", "nuage"
    ),
    "atlas": Person(
        "Salomé", "Petit", "salome.petit@atlas-vitrine.example", "partner", "atlas"
    ),
    "cap": Person(
        "Yanis", "Bonnet", "yanis.bonnet@cap-competences.example", "partner", "cap"
    ),
    "bastion": Person(
        "Élise", "Moreau", "elise.moreau@bastion-securite.example", "partner", "bastion"
    ),
    "centre-1": Person(
        "Claire",
        "Vidal",
        "claire.vidal@occitanie.example",
        "centre_manager",
        region="76",
    ),
    "centre-2": Person(
        "Marc",
        "Olivier",
        "marc.olivier@bretagne.example",
        "centre_manager",
        region="53",
    ),
    "centre-3": Person(
        "Aïcha",
        "Benali",
        "aicha.benali@auvergne-rhone-alpes.example",
        "centre_manager",
        region="84",
    ),
    "centre-4": Person(
        "Paul",
        "Kerjean",
        "paul.kerjean@nouvelle-aquitaine.example",
        "centre_manager",
        region="75",
    ),
    "centre-5": Person(
        "Lucie",
        "Hoarau",
        "lucie.hoarau@la-reunion.example",
        "centre_manager",
        region="04",
    ),
    "centre-6": Person(
        "Thomas",
        "Weber",
        "thomas.weber@grand-est.example",
        "centre_manager",
        region="44",
    ),
}

COMMITTEES: dict[str, tuple[Seat, ...]] = {
    "private_partners": (
        Seat("bastion", "chair"),
        Seat("centre-1", "secretary"),
        Seat("factura", "voting"),
        Seat("nuage", "voting"),
        Seat("atlas", "voting"),
        Seat("cap", "voting"),
    ),
    "pedagogical": (
        Seat("centre-2", "chair"),
        Seat("centre-3", "secretary"),
        Seat("centre-4", "voting"),
        Seat("centre-5", "voting"),
        Seat("nuage", "voting"),
        Seat("cap", "voting"),
        Seat("bastion", "observer"),
    ),
    "resource_centres": (
        Seat("centre-4", "chair"),
        Seat("centre-1", "secretary"),
        Seat("centre-2", "voting"),
        Seat("centre-3", "voting"),
        Seat("centre-5", "voting"),
        Seat("centre-6", "voting"),
    ),
    "steering": (
        Seat("centre-6", "chair"),
        Seat("centre-3", "secretary"),
        Seat("centre-1", "voting"),
        Seat("centre-4", "voting"),
        Seat("factura", "voting"),
        Seat("bastion", "voting"),
    ),
}


def _webinar(partner: str, **told: Any) -> dict[str, Any]:
    return {
        "partner": partner,
        "body": {
            "audience": "advisors",
            "level": "beginner",
            "regions": [],
            "duration_minutes": 60,
            "seats_max": 50,
            **told,
        },
    }


WEBINARS: dict[str, dict[str, Any]] = {
    "invoice": _webinar(
        "factura",
        title_fr="Facture électronique : les premiers pas d’une petite entreprise",
        title_en="E-invoicing: a small business’s first steps",
        audience="everyone",
        abstract_fr="Qui est concerné et quand, choisir sa plateforme, émettre et "
        "recevoir sa première facture, et ce qui change pour le comptable.",
        abstract_en="Who is concerned and when, choosing a platform, sending and "
        "receiving a first invoice, and what changes for the accountant.",
        objectives="Dire à une petite entreprise ce qu’elle doit faire, et dans quel "
        "ordre.",
        material="Une fiche de deux pages et un jeu de factures d’exercice.",
        themes=["facture-electronique", "gestion"],
        speakers=["Inès Garnier", "Rémi Castel"],
        commercial_interest="Factura Simple édite une plateforme. Elle est nommée "
        "parmi les autres, sans démonstration.",
    ),
    "hosting": _webinar(
        "nuage",
        title_fr="Choisir l’hébergement de son site sans se tromper",
        title_en="Choosing where to host a website",
        abstract_fr="Nom de domaine, sauvegardes, réversibilité : les questions à "
        "poser avant de signer, et un contrat lu ensemble.",
        abstract_en="Domain name, backups, reversibility: what to ask before signing, "
        "and a contract read together.",
        objectives="Lire une offre d’hébergement et en comparer deux.",
        level="intermediate",
        duration_minutes=45,
        themes=["site-web", "securite"],
        speakers=["Hugo Lemaire"],
        seats_max=30,
        commercial_interest="Nuage Clair vend de l’hébergement. Les offres lues sont "
        "celles d’autres sociétés.",
    ),
    "shop": _webinar(
        "atlas",
        title_fr="Vendre davantage avec la boutique Atlas",
        title_en="Sell more with the Atlas shop",
        abstract_fr="Visite guidée de la boutique Atlas, de ses modules payants et de "
        "son offre de lancement.",
        objectives="Savoir ouvrir une boutique Atlas.",
        themes=["e-marketing"],
        speakers=["Salomé Petit"],
        commercial_interest="La boutique Atlas est notre produit.",
    ),
    "phishing": _webinar(
        "bastion",
        title_fr="Hameçonnage : reconnaître, réagir, prévenir ses clients",
        title_en="Phishing: recognise, react, warn your customers",
        abstract_fr="Vingt messages réels à trier ensemble, puis la conduite à tenir "
        "dans la première heure.",
        abstract_en="Twenty real messages to sort together, then what to do in the "
        "first hour.",
        objectives="Animer le même exercice dans sa structure.",
        themes=["securite"],
        speakers=["Élise Moreau"],
        commercial_interest="Aucun produit n’est présenté.",
    ),
    "training": _webinar(
        "cap",
        title_fr="Se former en ligne quand on est seul dans son entreprise",
        title_en="Online training when you run a business alone",
        abstract_fr="Trouver une formation, la faire financer, et la terminer.",
        abstract_en="Finding a course, having it funded, and finishing it.",
        objectives="Construire un plan de formation d’un an.",
        themes=["formation-en-ligne"],
        speakers=["Yanis Bonnet"],
        commercial_interest="Cap Compétences vend des formations ; aucune n’est citée.",
    ),
}

# Whom the last screen names: each kind of user, and what they see.
SHOWN: tuple[tuple[str, str], ...] = (
    (
        PEOPLE["centre-1"].email,
        N_("gère un centre de ressources, tient un secrétariat"),
    ),
    (PEOPLE["centre-2"].email, N_("préside le comité pédagogique")),
    (PEOPLE["factura"].email, N_("partenaire, suit son webinaire")),
    (ADVISOR, N_("conseille les entreprises, suit des webinaires")),
    (PEOPLE["operator"].email, N_("exploite : événements, lettres mortes, clés")),
)
