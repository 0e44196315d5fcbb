"""Step 1: the national census is uploaded, judged and applied; people come in."""

from pathlib import Path
from typing import Any

from kit.texts import N_
from maillage.demo.cast import PEOPLE, Person
from maillage.demo.people import let_in
from maillage.demo.stage import Stage, eventually
from maillage.demo.visitor import Visitor

FILE = Path(__file__).parents[1] / "data" / "recensement-national.csv"
STRUCTURES = 652


async def census(stage: Stage) -> None:
    admin = await stage.admin()
    await let_in(stage, "operator")
    await stage.catch_up()
    if await _is_applied(admin):
        stage.tell.say(N_("Déjà fait : le recensement national est appliqué."))
    else:
        await import_census(stage, admin)
        await stage.told("registry.census.applied.v1")
    await _let_managers_in(stage, admin)


async def _is_applied(admin: Visitor) -> bool:
    return bool((await admin.get("/advisors", limit=1))["items"])


async def import_census(stage: Stage, admin: Visitor) -> None:
    content = FILE.read_bytes()
    batch = await admin.send_file("/censuses", FILE.name, content, key="census")

    await eventually(lambda: _in_state(admin, batch["id"], "analysed"))
    summary = await admin.get(f"/censuses/{batch['id']}/summary")
    stage.tell.say(
        N_("{lines} lignes lues : {structures} structures, {advisors} conseillers."),
        lines=summary["lines"],
        structures=summary["structures_created"],
        advisors=summary["advisors_created"],
    )
    await admin.post(f"/censuses/{batch['id']}/application", key="census-applied")

    await eventually(lambda: _in_state(admin, batch["id"], "applied"))


async def _in_state(admin: Visitor, census_id: str, state: str) -> Any:
    found = await admin.get(f"/censuses/{census_id}")
    return found if found["state"] == state else None


async def _let_managers_in(stage: Stage, admin: Visitor) -> None:
    centres = await admin.get("/centres")
    stage.known["centres"] = {one["region"]: one for one in centres["items"]}
    for key, person in PEOPLE.items():
        if person.region is not None:
            await let_in(stage, key)
    stage.tell.say(
        N_("{centres} centres de ressources désignés, dont {managers} gérés ici."),
        centres=len(stage.known["centres"]),
        managers=sum(_is_manager(person) for person in PEOPLE.values()),
    )


def _is_manager(person: Person) -> bool:
    return person.role == "centre_manager"
