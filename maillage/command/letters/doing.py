"""What each command does with the letters, and what it then says."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import typer

from kit.texts import N_
from maillage.command.screen import EXIT_FAILED, Screen
from maillage.command.words import _
from maillage.running.letters import Letters
from services.hub.deadletters.models import (
    Discard,
    NewReplay,
    Plan,
    RunView,
    Selection,
    State,
    Wanted,
)
from services.hub.deadletters.rules.showing import summary, view

from .asking import Filters
from .telling import show_letter, show_letters, show_plan, show_run, tell_json

FOLLOW_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class _Answering:
    as_json: bool


@dataclass(frozen=True)
class Listing(_Answering):
    filters: Filters
    state: State
    limit: int

    async def __call__(self, letters: Letters, screen: Screen) -> None:
        wanted = Wanted(state=self.state, **self.filters.selected())
        found, following = await letters.one.search(
            wanted, after=None, limit=self.limit
        )
        if self.as_json:
            tell_json([summary(one).model_dump(mode="json") for one in found])
            return
        show_letters(screen, found, is_more=following is not None)


@dataclass(frozen=True)
class Showing(_Answering):
    letter_id: UUID

    async def __call__(self, letters: Letters, screen: Screen) -> None:
        letter = await letters.one.get(self.letter_id)
        if self.as_json:
            tell_json(view(letter).model_dump(mode="json"))
            return
        later = await letters.one.count_later(letter)
        show_letter(screen, letter, later_count=later)


@dataclass(frozen=True)
class ReplayingMany(_Answering):
    filters: Filters
    ids: Sequence[UUID]
    takes_all: bool
    is_meant: bool
    waits: bool

    async def __call__(self, letters: Letters, screen: Screen) -> None:
        told = self.filters.selected(self.ids)
        if not told and not self.takes_all:
            screen.refuse(_(N_("Dites lesquels : des ID, des filtres, ou --all.")))
            raise typer.Exit(EXIT_FAILED)
        plan = await letters.many.rehearse(Selection(**told))
        if not self.is_meant:
            self._tell_plan(screen, plan)
            return
        if not self.as_json:
            show_plan(screen, plan)
        run = await letters.many.start(NewReplay(as_of=plan.as_of, **told), by=None)
        seen = await self._follow(letters, run.id, screen)
        if self.as_json:
            tell_json(seen.model_dump(mode="json"))
            return
        show_run(screen, seen)

    def _tell_plan(self, screen: Screen, plan: Plan) -> None:
        if self.as_json:
            tell_json(plan.model_dump(mode="json"))
            return
        show_plan(screen, plan)
        screen.note(N_("À blanc : rien n’a été rejoué. Ajoutez --yes pour le faire."))

    async def _follow(self, letters: Letters, run_id: UUID, screen: Screen) -> RunView:
        """Look how far it is, until it ends if that is waited for."""
        while True:
            seen = await letters.many.get(run_id)
            if not self.waits or seen.state != "running":
                screen.rest()
                return seen
            done, total = seen.replayed_count, seen.total
            screen.doing(N_("{done} sur {total}…"), done=done, total=total)
            await asyncio.sleep(FOLLOW_SECONDS)


@dataclass(frozen=True)
class Discarding(_Answering):
    ids: Sequence[UUID]
    reason: str
    is_meant: bool

    async def __call__(self, letters: Letters, screen: Screen) -> None:
        why = Discard(reason=self.reason).reason
        found = [await letters.one.get(letter_id) for letter_id in self.ids]
        if self.is_meant:
            found = [
                await letters.one.discard(one.id, reason=why, by=None) for one in found
            ]
        if self.as_json:
            told: list[Any] = [summary(one).model_dump(mode="json") for one in found]
            tell_json(told)
            return
        show_letters(screen, found, is_more=False)
        self._tell_end(screen, len(found))

    def _tell_end(self, screen: Screen, count: int) -> None:
        if self.is_meant:
            screen.note(N_("Écartés : {n}."), n=count)
            return
        screen.note(N_("À blanc : rien n’a été écarté. Ajoutez --yes pour le faire."))
