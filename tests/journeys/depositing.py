"""A census file from a person's disk, or a machine's, to the register."""

import re
from pathlib import Path
from typing import Any

from .browser import Person
from .cast import FAR_AWAY
from .machine import Machine

BRITTANY = f"""structure_nom;structure_type;code_postal;commune;point_accueil;\
conseiller_nom;conseiller_prenom;conseiller_courriel;profil;themes
Cyber-base Rennes;cyber-base;35000;Rennes;oui;\
{FAR_AWAY.last_name};{FAR_AWAY.first_name};{FAR_AWAY.email};dédié;facture-electronique
"""


async def deposit(manager: Person, file: Path | dict[str, Any]) -> None:
    """Choose the file, send it, and wait for the preview to replace the progress."""
    await manager.go("/recensement")
    await manager.page.set_input_files("[name=file]", file)  # type: ignore[arg-type] # a payload
    await manager.press("Analyser le fichier")
    await manager.page.wait_for_selector("nav[aria-label='Filtrer par verdict']")


async def apply(manager: Person, button: str) -> None:
    await manager.press(button)
    await manager.page.wait_for_selector("h1:has-text('Recensement appliqué')")


def census_of(manager: Person) -> str:
    found = re.search(r"/recensement/([0-9a-f-]{36})", manager.page.url)
    assert found is not None, manager.page.url
    return found[1]


async def reached(machine: Machine, census_id: str, state: str) -> None:
    """Watch the stream to its end: it closes when nothing moves any more."""
    await machine.ask("GET", f"/api/v1/censuses/{census_id}/progress")
    assert (await machine.get(f"/censuses/{census_id}"))["state"] == state
