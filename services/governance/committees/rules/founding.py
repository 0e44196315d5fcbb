"""The four committees as an installation first has them."""

from typing import Final

from kit.ids import id_of
from schemas.documents.governance import Committee, VotingRules
from schemas.events.governance import CommitteeCode


def _founded(code: CommitteeCode, acronym: str, *, fr: str, en: str) -> Committee:
    return Committee(
        id=id_of("committee", code),
        code=code,
        acronym=acronym,
        mandate_fr=fr,
        mandate_en=en,
        rules=VotingRules(),
    )


FOUNDED: Final[tuple[Committee, ...]] = (
    _founded(
        "resource_centres",
        "CCR",
        fr="Il anime le réseau public des conseillers, suit la carte des centres de "
        "ressources et accorde la certification des conseillers.",
        en="It leads the public network of advisors, watches over the map of resource "
        "centres and grants advisors their certification.",
    ),
    _founded(
        "pedagogical",
        "CP",
        fr="Il fixe les grands thèmes et valide les contenus. Aucun webinaire n’est "
        "programmé sans sa décision.",
        en="It sets the main themes and validates contents. No webinar is scheduled "
        "without its decision.",
    ),
    _founded(
        "private_partners",
        "CPP",
        fr="Il réunit les partenaires privés et dit si celui qui propose est un membre "
        "en règle.",
        en="It brings the private partners together and says whether whoever proposes "
        "is a member in good standing.",
    ),
    _founded(
        "steering",
        "COPIL",
        fr="Il se tient au-dessus des trois comités, fixe les orientations du réseau "
        "et tranche ce qui les concerne tous.",
        en="It stands above the three committees, sets the network’s course and "
        "settles what concerns them all.",
    ),
)
