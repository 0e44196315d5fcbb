"""Who plays: invented people, each with the mailbox and the role they act in."""

from typing import Final, NamedTuple

PASSWORD: Final = "une phrase assez longue"  # noqa: S105 - everybody's, in tests


class Actor(NamedTuple):
    """`of` names the centre or the organisation that the role is held for."""

    first_name: str
    last_name: str
    email: str
    role: str
    of: str | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Centre(NamedTuple):
    name: str
    postcode: str
    town: str


CENTRES: Final = {
    "occitanie": Centre("Ressources numériques d’Occitanie", "31000", "Toulouse"),
    "bretagne": Centre("Ressources numériques de Bretagne", "35000", "Rennes"),
    "grand-est": Centre("Ressources numériques du Grand Est", "67000", "Strasbourg"),
    "reunion": Centre("Ressources numériques de La Réunion", "97400", "Saint-Denis"),
}
PARTNERS: Final = {
    "factura": "Factura Simple",
    "nuage": "Nuage Clair",
    "cap": "Cap Compétences",
}
CLAIRE: Final = Actor(
    "Claire", "Vidal", "claire.vidal@occitanie.example", "centre_manager", "occitanie"
)
PAUL: Final = Actor(
    "Paul", "Kerjean", "paul.kerjean@bretagne.example", "centre_manager", "bretagne"
)
THOMAS: Final = Actor(
    "Thomas", "Weber", "thomas.weber@grand-est.example", "centre_manager", "grand-est"
)
LUCIE: Final = Actor(
    "Lucie", "Hoarau", "lucie.hoarau@reunion.example", "centre_manager", "reunion"
)
INES: Final = Actor(
    "Inès", "Garnier", "ines.garnier@factura-simple.example", "partner", "factura"
)
HUGO: Final = Actor(
    "Hugo", "Lemaire", "hugo.lemaire@nuage-clair.example", "partner", "nuage"
)
YANIS: Final = Actor(
    "Yanis", "Bonnet", "yanis.bonnet@cap-competences.example", "partner", "cap"
)
NADIA: Final = Actor("Nadia", "Ferrand", "nadia.ferrand@maillage.example", "operator")
MANAGERS: Final = (CLAIRE, PAUL, THOMAS, LUCIE)
SPEAKING_FOR_PARTNERS: Final = (INES, HUGO, YANIS)

# Found in the census of Occitanie; the last one in that of Brittany.
GAETAN: Final = Actor(
    "Gaëtan", "Roy", "gaetan.roy@office-de-tourisme-saint-lys.example", "advisor"
)
DAMIEN: Final = Actor(
    "Damien", "Lambert", "damien.lambert@cci-pyrenees-orientales.example", "advisor"
)
MUTED: Final = Actor(
    "Claire", "Roy", "claire.roy@office-de-tourisme-caussade.example", "advisor"
)
OTHER_THEMES: Final = Actor("Léa", "Colin", "lea.colin@cma-herault.example", "advisor")
NOT_SIGNED: Final = Actor(
    *("Noémie", "Colas"),
    "noemie.colas@centre-de-ressources-numerique-cahors.example",
    "advisor",
)
FAR_AWAY: Final = Actor(
    "Yves", "Le Goff", "yves.le-goff@cyber-base-rennes.example", "advisor"
)

SEATS: Final[dict[str, tuple[tuple[Actor, str], ...]]] = {
    "private_partners": (
        *((HUGO, "chair"), (PAUL, "secretary")),
        *((INES, "voting"), (YANIS, "voting")),
    ),
    "pedagogical": (
        *((PAUL, "chair"), (THOMAS, "secretary")),
        *((LUCIE, "voting"), (HUGO, "voting"), (INES, "voting")),
    ),
    "resource_centres": (
        *((THOMAS, "chair"), (LUCIE, "secretary")),
        *((PAUL, "voting"), (CLAIRE, "voting")),
    ),
}
