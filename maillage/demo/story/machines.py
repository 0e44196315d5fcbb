"""Step 9: a key reads the feed; a broken record is set aside, replayed, given up."""

from typing import Any

from kit.ids import new_id
from kit.messaging.envelope import Outgoing
from kit.texts import N_
from maillage.demo.stage import Stage, eventually
from maillage.demo.visitor import Visitor

CLIENT = "Lecteur de la démonstration"
TOPIC = "tn.webinars.registration"
TYPE = b"fr.transition-numerique.webinars.registration.seat_taken.v1"
REASON = "Enregistrement abîmé exprès par la démonstration."


async def machines(stage: Stage) -> None:
    operator = await stage.someone("operator")
    await _break_a_record(stage, operator)
    await _read_with_a_key(stage, operator)


async def has_client(operator: Visitor) -> bool:
    clients = (await operator.get("/clients"))["items"]
    return any(one["name"] == CLIENT and one["state"] == "active" for one in clients)


async def _read_with_a_key(stage: Stage, operator: Visitor) -> None:
    if await has_client(operator):
        stage.tell.say(N_("Déjà fait : la clé « {name} » existe."), name=CLIENT)
        return
    body = {"name": CLIENT, "scopes": ["events.read"]}
    created = await operator.post("/clients", body, key="client")
    machine = Visitor(stage.http, created["key"])
    feed = await machine.get("/events", limit=5)
    stage.tell.say(
        N_("Avec sa clé, une machine lit {count} événements, puis un curseur."),
        count=len(feed["items"]),
    )


async def _break_a_record(stage: Stage, operator: Visitor) -> None:
    """Write to Kafka what no service of ours would write."""
    if await operator.all("/dead-letters", state="discarded"):
        stage.tell.say(N_("Déjà fait : un message abîmé a été mis de côté."))
        return
    prefix = f"{stage.settings.namespace}." if stage.settings.namespace else ""
    headers = [("ce_specversion", b"1.0"), ("ce_type", TYPE)]
    key = str(new_id()).encode()
    await stage.bus.publish_or_raise(
        Outgoing(prefix + TOPIC, key, b'{"seat": "unreadable', headers)
    )

    async def parked() -> Any:
        return await operator.all("/dead-letters") or None

    letters = await eventually(parked)
    stage.tell.say(
        N_("Un message illisible est mis de côté : {reason}. Les autres passent."),
        reason=letters[0]["reason"],
    )
    await stage.told("hub.dead_letter.parked.v1")
    await _replay(operator, f"/dead-letters/{letters[0]['id']}")
    await _give_up(operator)
    stage.tell.say(N_("Rejoué, il échoue encore : il est abandonné, avec un motif."))
    await stage.told("hub.dead_letter.discarded.v1")


async def _replay(operator: Visitor, path: str) -> None:
    """Give it back to its reader, and wait until it comes back."""
    await operator.get(f"{path}/rehearsal")
    await operator.post(f"{path}/replay", {}, key=f"replay-{path}")

    async def back() -> Any:
        letter = await operator.get(path)
        return letter if letter["replays"] and letter["state"] == "waiting" else None

    await eventually(back)


async def _give_up(operator: Visitor) -> None:
    for letter in await operator.all("/dead-letters"):
        path = f"/dead-letters/{letter['id']}/discard"
        await operator.post(path, {"reason": REASON}, key=f"discard-{letter['id']}")
