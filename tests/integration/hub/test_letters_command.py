"""HUB-08: `maillage dead-letters` sees, replays and discards what the pages do."""

import json
from typing import Any

import pytest
from typer.testing import Result

from kit.ids import new_id
from tests.support.commands import found_by_commands, typed
from tests.support.harness import Installation

from .network import Reader
from .setting_aside import READER, letter, letters_of, set_aside


@pytest.fixture(autouse=True)
def installation(hub: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_commands(hub, monkeypatch)


async def run(*arguments: object) -> Result:
    return await typed("dead-letters", *arguments)


async def told(*arguments: object) -> Any:
    answer = await run(*arguments, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


async def states(hub: Installation) -> set[str]:
    return {one.state for one in await letters_of(hub).list({})}


class TestList:
    async def test_it_lists_what_the_filters_mean(self, hub: Installation) -> None:
        aside = letter(hub, reason="KeyError")
        await set_aside(hub, [aside, letter(hub, offset=1)])

        found = await told("list", "--reason", "KeyError", "--group", READER)
        shown = await run("list")

        assert [one["id"] for one in found] == [str(aside.id)]
        assert str(aside.id) in shown.stdout
        assert "KeyError" in shown.stdout

    async def test_a_filter_that_cannot_be_right_is_named(self) -> None:
        answer = await run("list", "--key", "x" * 300)

        assert answer.exit_code == 1
        assert "key" in answer.stdout


class TestShow:
    async def test_a_record_is_shown_whole_and_cannot_steer_the_terminal(
        self, hub: Installation
    ) -> None:
        aside = letter(hub, value=b'{"a": "\x1b[2J"}')
        await set_aside(hub, [aside])

        shown = await run("show", aside.id)
        absent = await run("show", new_id())

        assert "\x1b[2J" not in shown.stdout
        assert '{"a": "' in shown.stdout
        assert "ce_type" in shown.stdout
        assert (absent.exit_code, "n’existe pas" in absent.stdout) == (1, True)


class TestReplay:
    async def test_without_yes_it_says_what_it_would_do_and_does_nothing(
        self, hub: Installation
    ) -> None:
        await set_aside(hub, [letter(hub, offset=n) for n in range(3)])

        plan = await told("replay", "--group", READER)
        shown = await run("replay", "--all")
        unsaid = await run("replay")

        assert plan["letters_count"] == 3
        assert "rien n’a été rejoué" in shown.stdout
        assert unsaid.exit_code == 1
        assert await states(hub) == {"waiting"}

    async def test_with_yes_it_is_done_and_waited_for(self, hub: Installation) -> None:
        aside = [letter(hub, offset=n) for n in range(3)]
        await set_aside(hub, aside)
        reader = hub.provided[Reader]
        assert isinstance(reader, Reader)

        async with hub.working():
            over = await told("replay", aside[0].id, aside[1].id, "--yes", "--wait")

        assert (over["state"], over["replayed_count"]) == ("done", 2)
        assert sorted(
            [one.state for one in await letters_of(hub).list({"group": READER})]
        ) == ["replayed", "replayed", "waiting"]


class TestDiscard:
    async def test_it_takes_a_reason_and_yes(self, hub: Installation) -> None:
        aside = letter(hub)
        await set_aside(hub, [aside])

        short = await run("discard", aside.id, "--reason", "x", "--yes")
        dry = await run("discard", aside.id, "--reason", "essai")
        before = await states(hub)
        done = await told("discard", aside.id, "--reason", "essai", "--yes")
        again = await run("discard", aside.id, "--reason", "essai", "--yes")

        assert short.exit_code == 1
        assert (dry.exit_code, before) == (0, {"waiting"})
        assert [one["state"] for one in done] == ["discarded"]
        assert again.exit_code == 1
        assert await states(hub) == {"discarded"}
