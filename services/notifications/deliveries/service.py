"""Delivering e-mails: claimed in batches, each noted as soon as it is answered."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from kit.clock import Clock
from kit.context import Cause, caused_by
from kit.failpoints import Failpoint, reach
from kit.identity.cards import Card, Cards
from kit.mongo import MongoError
from kit.retry import Retry
from kit.settings import SmtpSettings
from kit.texts import LANGUAGES, Language
from kit.waiting import comes_within
from services.notifications.preferences.repository import PreferencesRepository
from services.notifications.preferences.rules import is_wanted
from services.notifications.recipients.repository import LanguageRepository
from services.notifications.templates.models import Channel
from services.notifications.templates.service import Writer

from . import facts, rules
from .delivery import AddressRefused, compose, recipient
from .models import (
    Email,
    Outcome,
    Refused,
    ServerAbsent,
    TryLater,
    Unwanted,
)
from .repository import EmailRepository
from .sender import Sender

log = structlog.get_logger()

BATCH = 50
IDLE_SECONDS = 1.0
NOTE_AGAIN_SECONDS = 0.5
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Readers:
    """What a batch needs to know of the people it goes to."""

    cards: Mapping[UUID, Card]
    muted: Mapping[UUID, tuple[str, ...]]
    languages: Mapping[UUID, str]


def jitter() -> float:
    """Draw the share of a wait that is waited, so that retries spread."""
    return random.uniform(0.5, 1)  # noqa: S311 - spreads retries, guards nothing


class Deliverer:
    def __init__(
        self,
        *,
        emails: EmailRepository,
        preferences: PreferencesRepository,
        languages: LanguageRepository,
        cards: Cards,
        writer: Writer,
        sender: Sender,
        smtp: SmtpSettings,
        clock: Clock,
        share: Callable[[], float] = jitter,
    ) -> None:
        self._emails = emails
        self._preferences = preferences
        self._languages = languages
        self._cards = cards
        self._writer = writer
        self._sender = sender
        self._smtp = smtp
        self._clock = clock
        self._share = share
        self._absences = 0

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                pause = await self.step(stop)
            except MongoError as error:
                log.warning("delivery.store_unavailable", error=type(error).__name__)
                pause = IDLE_SECONDS
            except Exception:
                log.exception("delivery.fault")
                pause = IDLE_SECONDS
            if pause:
                await comes_within(stop, pause)
        await self._sender.close()

    async def step(self, stop: asyncio.Event | None = None) -> float:
        """Deliver one batch; return how many seconds to wait before the next."""
        started_at = self._clock()
        batch = await self._emails.claim(started_at, limit=BATCH, lease=rules.LEASE)
        if not batch:
            return IDLE_SECONDS
        await reach(Failpoint.MAIL_CLAIMED)
        readers = await self._read(batch)
        for email in batch:
            is_late = self._clock() - started_at > rules.SENDING_MAX
            if is_late or (stop is not None and stop.is_set()):
                await self._release(batch, seconds=0)
                return 0
            outcome = await self._deliver(email, readers)
            if isinstance(outcome, ServerAbsent):
                return await self._wait_for_server(batch, outcome)
            await self._note(email, outcome)
            await reach(Failpoint.MAIL_NOTED)
        self._absences = 0
        return 0

    async def _read(self, batch: Sequence[Email]) -> Readers:
        people = [email.person_id for email in batch]
        return Readers(
            cards=await self._cards.by_ids(people),
            muted=await self._preferences.muted_by(people),
            languages=await self._languages.chosen_by(people),
        )

    async def _deliver(self, email: Email, readers: Readers) -> Outcome:
        card = readers.cards.get(email.person_id)
        if card is None or not _address(card, email):
            return Refused("no_address")
        if rules.is_expired(email, at=self._clock()):
            return Refused("expired")
        muted = readers.muted.get(email.person_id)
        family = email.matter.family
        if not is_wanted(family, Channel.EMAIL, muted=muted, role=email.role):
            return Unwanted()
        chosen = readers.languages.get(email.person_id, card.language)
        try:
            return await self._send(email, card, _language(chosen))
        except AddressRefused:
            return Refused("address_refused")
        except MongoError:
            raise
        except Exception as error:  # noqa: BLE001 - one letter's fault must not stop the others
            log.error("delivery.not_written", error=type(error).__name__)  # noqa: TRY400 - a trace could hold a name
            return TryLater(type(error).__name__)

    async def _send(self, email: Email, card: Card, language: Language) -> Outcome:
        letter = self._writer.letter(email.matter, card=card, language=language)
        message = compose(
            letter,
            id_=email.id,
            sender=self._smtp.sender,
            reply_to=self._smtp.reply_to,
            to=recipient(name=card.name, email=_address(card, email)),
            at=email.created_at,
        )
        await reach(Failpoint.MAIL_BEFORE)
        outcome = await self._sender.send(message, to=_address(card, email))
        await reach(Failpoint.MAIL_ACCEPTED)
        return outcome

    async def _note(self, email: Email, outcome: Outcome) -> None:
        """Write the outcome, for as long as it takes: a sent e-mail must be known."""
        now = self._clock()
        after = rules.after(email, outcome, at=now, share=self._share())
        why = Cause(
            correlation_id=email.correlation_id, causation_id=str(email.event_id)
        )
        while True:
            try:
                with caused_by(why):
                    told = facts.ended(after)
                    await self._emails.note(email, after, told, at=now)
            except MongoError as error:
                log.warning("delivery.note_waits", error=type(error).__name__)
                await asyncio.sleep(NOTE_AGAIN_SECONDS)
            else:
                break
        log.info("delivery.noted", notification_id=str(email.id), state=after.state)

    async def _wait_for_server(
        self, batch: Sequence[Email], absence: ServerAbsent
    ) -> float:
        self._absences += 1
        log.warning("delivery.server_absent", reason=absence.reason)
        match rules.ABSENCE.after(min(self._absences, LONGEST)):
            case Retry(delay=delay):
                seconds = delay.total_seconds() * self._share()
            case _:
                seconds = IDLE_SECONDS
        await self._release(batch, seconds=seconds)
        return seconds

    async def _release(self, batch: Sequence[Email], *, seconds: float) -> None:
        lease = batch[0].lease
        if lease is not None:
            due_at = self._clock() + timedelta(seconds=seconds)
            await self._emails.release(lease, due_at=due_at)


def _address(card: Card, email: Email) -> str:
    """Return where it goes: to the address in use, unless it is about another one."""
    reached: str | None = getattr(card, email.matter.reaches)
    return reached or ""


def _language(chosen: str) -> Language:
    return chosen if chosen in LANGUAGES else "fr"
