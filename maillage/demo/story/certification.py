"""Step 2, after: an active advisor asks for the label that a committee grants."""

from typing import Any

from kit.texts import N_
from maillage.demo.stage import Stage
from maillage.demo.visitor import Refused

CONFLICT = 409


async def request_certification(stage: Stage) -> Any:
    """Return the dossier, or nothing when the label is granted already."""
    admin = await stage.admin()
    active = await admin.all("/advisors", status="active")
    advisor = min(active, key=lambda one: str(one["email"]))
    if advisor["certified_from"] is not None:
        return None
    visitor = await stage.sign_in(advisor["email"])
    try:
        told = await visitor.post("/advisors/me/certification", {}, key="certification")
    except Refused as refused:
        if refused.status != CONFLICT:
            raise
        return await _open_dossier(stage)
    stage.tell.say(
        N_("Une conseillère ou un conseiller demande la certification : {number}."),
        number=told["dossier_number"],
    )
    return {"number": told["dossier_number"]}


async def _open_dossier(stage: Stage) -> Any:
    secretary = await stage.someone("centre-1")
    dossiers = await secretary.all("/dossiers", committee="resource_centres")
    return next((one for one in dossiers if one["kind"] == "certification"), None)
