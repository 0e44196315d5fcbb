"""Step 6: one e-mail and one entry in the inbox for each advisor concerned."""

from typing import Any

from kit.texts import N_
from maillage.demo.cast import WEBINARS
from maillage.demo.stage import Stage, eventually

from .receiving import received


async def telling(stage: Stage) -> None:
    admin = await stage.admin()
    active = await admin.all("/advisors", status="active")
    themes = set(WEBINARS["invoice"]["body"]["themes"])
    concerned = [one for one in active if themes & set(one["themes"])]
    stage.known["concerned"] = concerned
    stage.tell.say(
        N_("{concerned} conseillers actifs sur {active} suivent un des thèmes."),
        concerned=len(concerned),
        active=len(active),
    )
    first = await stage.sign_in(concerned[0]["email"])

    async def in_the_inbox() -> Any:
        entries = (await first.get("/notifications"))["items"]
        return entries[0] if entries else None

    await eventually(in_the_inbox)
    await stage.told("notifications.notification.sent.v1", count=0)
    await received(stage)
