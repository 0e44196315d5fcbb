"""What has to hold when a site has come to rest."""

from uuid import UUID

from tests.integration.kit.thing import TOPIC

from .scene import Scene

GROUP = "tests.things"
DEAD = f"tn.dead.{GROUP}"


def judged(play: Scene) -> list[str]:
    broken = []
    for (thing, count), event_id in play.accepted.items():
        told = _told(play, thing)
        if count not in told:
            broken.append(f"{thing}/{count} was accepted and never told")
        done = play.store.effects.get(UUID(thing), [])
        if count not in done and event_id not in _parked(play):
            broken.append(f"{thing}/{count} was told and never done")
        if event_id in play.poison and event_id not in _parked(play):
            broken.append(f"{thing}/{count} can never be done and is not parked")
    for thing in play.store.things:
        first_told = list(dict.fromkeys(_told(play, thing)))
        if first_told != sorted(first_told):
            broken.append(f"{thing} was told as {first_told}")
        done = play.store.effects.get(UUID(thing), [])
        if done != sorted(done):
            broken.append(f"{thing} was done as {done}")
    return broken + _judge_jobs(play)


def _judge_jobs(play: Scene) -> list[str]:
    kept = {one["payload"]["key"]: one for one in play.store.jobs.values()}
    broken = [
        f"{key} is {job['state']} and done as {play.store.done_jobs.get(key)}"
        for key, job in kept.items()
        if play.store.done_jobs.get(key) != job["payload"]["turn"]
    ]
    if missing := play.planned - kept.keys():
        broken.append(f"planned and forgotten: {sorted(missing)}")
    return broken


def _told(play: Scene, thing: str) -> list[int]:
    return [
        int(dict(record.headers)["ce_sequence"] or b"0")
        for place in play.broker.places(TOPIC)
        for record in play.broker.logs.get(place, [])
        if record.key == thing.encode()
    ]


def _parked(play: Scene) -> set[UUID]:
    return {
        UUID((dict(record.headers)["ce_id"] or b"").decode())
        for place in play.broker.places(DEAD)
        for record in play.broker.logs.get(place, [])
    }
