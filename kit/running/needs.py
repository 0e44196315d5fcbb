"""What several roles need alike, and how each is asked."""

from kit.health import Need
from kit.messaging.topics import answers
from kit.mongo import MongoError, bounded
from kit.platform import Platform

PING_SECONDS = 1.5


def mongo_answers(platform: Platform) -> Need:
    async def state() -> tuple[bool, str]:
        try:
            with bounded(PING_SECONDS):
                await platform.mongo.ping()
        except MongoError:
            return False, "absent"
        return True, "ok"

    return state


def kafka_answers(platform: Platform) -> Need:
    async def state() -> tuple[bool, str]:
        is_there = await answers(platform.settings.kafka.bootstrap_servers)
        return is_there, "ok" if is_there else "absent"

    return state
