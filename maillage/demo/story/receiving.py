"""Steps 5 and 6: a subscriber's address that takes webhooks and checks who signed."""

from typing import Any

from kit.texts import N_
from maillage.demo.receiver import Receiver
from maillage.demo.stage import Stage, eventually

TYPE = "fr.transition-numerique.webinars.webinar.published.v1"


async def subscribe(stage: Stage) -> None:
    operator = await stage.someone("operator")
    receiver: Receiver = stage.known["receiver"]
    created = await operator.post(
        "/webhooks", {"url": receiver.url, "types": [TYPE]}, key=f"hook-{receiver.url}"
    )
    receiver.secret = created["secret"]
    stage.known["webhook"] = created["id"]
    stage.tell.say(N_("Un système extérieur s’abonne : {url}"), url=receiver.url)


async def received(stage: Stage) -> None:
    """Tell what arrived, and stop: nobody listens once the demo is over."""
    if "webhook" not in stage.known:
        return
    operator = await stage.someone("operator")
    webhook = stage.known["webhook"]
    receiver: Receiver = stage.known["receiver"]
    published = stage.known["published"]

    async def delivered() -> Any:
        return len(receiver.verified) >= published or None

    await eventually(delivered)
    stage.tell.say(
        N_("Le système extérieur a reçu {count} webhooks, signature vérifiée."),
        count=len(receiver.verified),
    )
    await operator.post(f"/webhooks/{webhook}/stop", key=f"stop-{webhook}")
