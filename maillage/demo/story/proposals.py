"""Step 3: partners propose, and each proposal opens a dossier in the same write."""

from typing import Any

from kit.texts import N_
from maillage.demo.cast import PARTNERS, WEBINARS
from maillage.demo.stage import Stage, eventually
from maillage.demo.visitor import Refused, Visitor

NOT_YET = {403, 404, 409}


async def proposals(stage: Stage) -> None:
    dossiers: dict[str, Any] = stage.known.setdefault("dossiers", {})
    proposed = 0
    for key, webinar in WEBINARS.items():
        partner = await stage.someone(webinar["partner"])
        found = await _dossier(partner, webinar)
        if found is None:
            await _propose(partner, key, webinar)
            found = await _dossier(partner, webinar)
            proposed += 1
        dossiers[key] = found
        stage.tell.say(
            N_("{partner} propose « {title} » : dossier {number}."),
            partner=PARTNERS[webinar["partner"]],
            title=webinar["body"]["title_fr"],
            number=dossiers[key]["number"],
        )
    if proposed:
        await stage.told(
            "webinars.webinar.proposed.v1",
            "governance.dossier.opened.v1",
            count=proposed,
        )


async def _propose(partner: Visitor, key: str, webinar: dict[str, Any]) -> None:
    async def proposed() -> bool | None:
        """Wait until the webinars know the partner."""
        try:
            await partner.post("/webinars", webinar["body"], key=f"propose-{key}")
        except Refused as refused:
            if refused.status not in NOT_YET:
                raise
            return None
        return True

    await eventually(proposed)


async def _dossier(partner: Visitor, webinar: dict[str, Any]) -> Any:
    title = webinar["body"]["title_fr"]
    dossiers = await partner.all("/dossiers")
    return next((one for one in dossiers if one["title"] == title), None)
