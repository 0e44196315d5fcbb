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
        await _import(stage, admin)
        await stage.told("registry.census.applied.v1")
    await _let_managers_in(stage, admin)


async def _is_applied(admin: Visitor) -> bool:
    return bool((await admin.get("/advisors", limit=1))["items"])


async def _import(stage: Stage, admin: Visitor) -> None:
    content = FILE.read_bytes()
    batch = await admin.send_file("/censuses", FILE.name, content, key="census")

    async def analysed() -> Any:
        found = await admin.get(f"/censuses/{batch['id']}")
        return found if found["state"] == "analysed" else None

    found = await eventually(analysed)
    summary = found["summary"]
    stage.tell.say(
        N_("{lines} lignes lues : {structures} structures, {advisors} conseillers."),
        lines=summary["lines"],
        structures=summary["structures_created"],
        advisors=summary["advisors_created"],
    )
    await admin.post(f"/censuses/{batch['id']}/application", key="census-applied")

    async def applied() -> Any:
        found = await admin.get(f"/censuses/{batch['id']}")
        return found if found["state"] == "applied" else None

    await eventually(applied)


async def _let_managers_in(stage: Stage, admin: Visitor) -> None:
    centres = await admin.get("/centres")
    stage.known["centres"] = sorted(centres["items"], key=lambda one: one["region"])
    for key, person in PEOPLE.items():
        if isinstance(person.of, int):
            await let_in(stage, key)
    stage.tell.say(
        N_("{centres} centres de ressources désignés, dont {managers} gérés ici."),
        centres=len(stage.known["centres"]),
        managers=sum(_is_manager(person) for person in PEOPLE.values()),
    )


def _is_manager(person: Person) -> bool:
    return person.role == "centre_manager"
