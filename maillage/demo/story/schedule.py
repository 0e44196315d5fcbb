"""Step 5: only what was adopted is scheduled; publishing opens registration."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kit.clock import now
from kit.texts import N_
from kit.texts.dates import PARIS
from maillage.demo.cast import WEBINARS
from maillage.demo.stage import Stage, eventually
from maillage.demo.visitor import Refused, Visitor

from .receiving import subscribe

DAYS_AHEAD = {"invoice": 20, "hosting": 27}
ROOMS = {"invoice": "chappe", "hosting": "ampere"}
HOUR = 10
SATURDAY = 5


async def schedule(stage: Stage) -> None:
    await _refused_without_decision(stage)
    published = 0
    for key in DAYS_AHEAD:
        published += await _publish(stage, key)
    stage.known["published"] = published
    await stage.told("webinars.webinar.published.v1", count=published)


async def _refused_without_decision(stage: Stage) -> None:
    """Show what the site answers to a partner who cannot wait."""
    partner = await stage.someone(WEBINARS["training"]["partner"])
    webinar = await _webinar(stage, partner, "training")
    try:
        await _schedule(partner, webinar, "training", room="curie", days=30)
    except Refused as refused:
        stage.tell.say(
            N_("Sans décision, rien n’est programmé : {detail}"),
            detail=refused.problem.get("detail", ""),
        )


async def _publish(stage: Stage, key: str) -> bool:
    partner = await stage.someone(WEBINARS[key]["partner"])

    async def validated() -> Any:
        found = await _webinar(stage, partner, key)
        return None if found["state"] == "proposed" else found

    webinar = await eventually(validated)
    if webinar["state"] == "validated":
        webinar = await _schedule(
            partner, webinar, key, room=ROOMS[key], days=DAYS_AHEAD[key]
        )
    if webinar["state"] != "scheduled":
        stage.tell.say(N_("Déjà publié : « {title} »."), title=_title(stage, webinar))
        return False
    if "webhook" not in stage.known:
        await subscribe(stage)
    await partner.post(
        f"/webinars/{webinar['id']}/publication",
        key=f"publish-{key}",
        version=webinar["version"],
    )
    stage.tell.say(
        N_("« {title} » est public : {address}"),
        title=_title(stage, webinar),
        address=f"{stage.settings.public_url}/webinaires/{webinar['id']}",
    )
    return True


async def _webinar(stage: Stage, partner: Visitor, key: str) -> Any:
    webinar_id = stage.known["dossiers"][key]["object_id"]
    webinar = await partner.get(f"/webinars/{webinar_id}")
    stage.known.setdefault("webinars", {})[key] = webinar
    return webinar


async def _schedule(
    partner: Visitor, webinar: dict[str, Any], key: str, *, room: str, days: int
) -> Any:
    return await partner.post(
        f"/webinars/{webinar['id']}/schedule",
        {"starts_at": _morning(days).isoformat(), "room": room},
        key=f"schedule-{key}",
        version=webinar["version"],
    )


def _morning(days: int) -> datetime:
    """Choose ten in the morning in Paris, on a weekday so many days ahead."""
    day = now().astimezone(PARIS) + timedelta(days=days)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    local = day.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return local.astimezone(UTC)


def _title(stage: Stage, webinar: dict[str, Any]) -> str:
    title: dict[str, str] = webinar["title"]
    return title.get(stage.tell.language) or title["fr"]
