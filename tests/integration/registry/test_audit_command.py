"""SEC-04: `maillage audit` verifies the trace and lists who met a person's data."""

import json

import pytest
from typer.testing import Result

from tests.integration.registry.imports.census import CENTRE
from tests.support.advisors import Known, list_advisor, manager_of
from tests.support.commands import found_by_commands, typed
from tests.support.harness import Installation


@pytest.fixture(autouse=True)
def installation(it: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_commands(it, monkeypatch)


async def run(*arguments: object) -> Result:
    return await typed("audit", *arguments)


async def looked_at(it: Installation, *, times: int) -> Known:
    known = await list_advisor(it, centre_id=CENTRE)
    manager = await manager_of(it, CENTRE)
    for _ in range(times):
        await manager.page(f"/conseillers/{known.id}")
    await it.platform.recorder.flush()
    return known


async def test_a_whole_trace_is_told_with_its_end(it: Installation) -> None:
    await looked_at(it, times=3)

    answer = await run("verify", "--json")
    told = json.loads(answer.stdout)
    again = await run("verify", "--noted", f"{told['position']}:{told['hash']}")

    assert (answer.exit_code, told["is_whole"], told["position"]) == (0, True, 3)
    assert again.exit_code == 0
    assert "entière" in again.stdout


async def test_an_entry_that_was_tampered_with_is_named(it: Installation) -> None:
    await looked_at(it, times=4)
    trace = it.platform.collection("identity", "trace")

    await trace.update_one(
        {"_id": 2},
        {"$set": {"entry.role": "operator"}},
        bypass_document_validation=True,
    )
    answer = await run("verify")
    told = json.loads((await run("verify", "--json")).stdout)

    assert answer.exit_code == 1
    assert "rompue à l’entrée 2" in answer.stdout
    assert told == {"is_whole": False, "position": 2, "fault": "altered"}


async def test_a_noted_end_that_is_gone_is_named(it: Installation) -> None:
    await looked_at(it, times=2)

    answer = await run("verify", "--noted", f"9:{'a' * 64}")
    unreadable = await run("verify", "--noted", "the last one")

    assert answer.exit_code == 1
    assert "rompue à l’entrée 3" in answer.stdout
    assert unreadable.exit_code == 2


async def test_a_person_s_entries_are_listed_by_ids(it: Installation) -> None:
    known = await looked_at(it, times=2)

    answer = await run("list", "--person", known.advisor.person_id)
    told = json.loads(
        (await run("list", "--person", known.advisor.person_id, "--json")).stdout
    )

    assert "GET /conseillers/{advisor_id}" in answer.stdout
    assert [one["position"] for one in told] == [2, 1]
    assert "Belkacem" not in answer.stdout + str(told)
