"""R18: formulas and control characters from a census to every export; bombs."""

import asyncio
import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kit.calendars import Address, Occasion, feed
from kit.ids import new_id
from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from services.registry.roles import REGISTRY
from tests.conftest import quiet
from tests.integration.registry.imports.census import API, Census
from tests.integration.registry.imports.conftest import OTHERS
from tests.reliability.line import Line, Outcome, Trial
from tests.reliability.spreadsheets.files import NEVER_OPENED, bombs, broken
from tests.reliability.spreadsheets.payloads import (
    PAYLOADS,
    has_control,
    is_executable,
)
from tests.support.harness import Client, installed
from tests.unit.registry.imports.builders import LINE as RIGHT
from tests.unit.registry.imports.builders import as_csv, with_cells

SECONDS_MAX, MIB_MAX = 1.0, 150.0
# How much slower a machine may be that does other things as well.
BUSY = 8
PAGES = ("/structures", "/conseillers", "/points-accueil")
RAW = ("<img src=x", "<script>xinjectedx", "49xinjectedx")


@dataclass(frozen=True)
class Size:
    payloads: Sequence[str]
    seconds_max: float


FULL = Size(payloads=PAYLOADS, seconds_max=SECONDS_MAX)
SHORT = Size(payloads=PAYLOADS[::4], seconds_max=BUSY * SECONDS_MAX)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    costs = await _costs(trial)
    told, wrong = _judged(costs, size)
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    async with running as servers:
        cells, exported = await _exported(servers, size)
    texts = list(_in_calendars(size.payloads))
    return Outcome(
        tried=len(size.payloads) + len(costs),
        lost=0,
        duplicated=0,
        broken=(*wrong, *exported, *texts),
        figures={
            "payloads": len(size.payloads),
            "cells taken home": cells,
            "executable cells": len(exported),
            "files that burst or are broken": len(costs),
            **told,
        },
    )


async def _costs(trial: Trial) -> list[dict[str, Any]]:
    """Have each file read in a process of its own."""
    folder = trial.folder / "files"
    folder.mkdir()
    for number, (name, data) in enumerate((*bombs(), *broken(trial.seed))):
        (folder / f"{number:02} {name}").write_bytes(data)
    reading = "tests.reliability.spreadsheets.reading"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", reading, str(folder)),
        cwd=Path(__file__).parents[3],
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return [json.loads(line) for line in said.splitlines()]


def _judged(
    costs: Sequence[dict[str, Any]], size: Size
) -> tuple[dict[str, Any], list[str]]:
    wrong = []
    for one in costs:
        may_be_read = one["name"].endswith(NEVER_OPENED)
        if one["told"].startswith("a fault") or not (one["told"] or may_be_read):
            wrong.append(f"{one['name']}: {one['told'] or 'was taken'}")
        if one["seconds"] > size.seconds_max:
            wrong.append(f"{one['name']} took {one['seconds']} s")
        if one["mib"] > MIB_MAX:
            wrong.append(f"{one['name']} took {one['mib']} MiB")
    figures = {
        "slowest refusal seconds": max(one["seconds"] for one in costs),
        "dearest refusal mib": max(one["mib"] for one in costs),
    }
    return figures, wrong


async def _exported(servers: Servers, size: Size) -> tuple[int, list[str]]:
    """Bring the payloads in by a census, and look at all that is given back."""
    async with installed(servers, "r18", REGISTRY, OTHERS) as it:
        census, centre_id = Census(it), new_id()
        manager = await it.client.sign_in("centre_manager", holder_id=centre_id)
        refused = await census.analyse(manager, _census(size.payloads, postcode="XX"))
        await census.apply(manager, _census(size.payloads, postcode="81000"))
        sheets = [
            (await manager.get(f"{API}/{refused['id']}/refused")).content,
            (await manager.get(f"/recensement/{refused['id']}/refusees.csv")).content,
        ]
        pages = [await _page(manager, path) for path in PAGES]
        pages.append(await _page(manager, f"/recensement/{refused['id']}"))
    cells = [cell for sheet in sheets for row in _rows(sheet) for cell in row]
    wrong = [f"a cell would run: {one!r}" for one in cells if is_executable(one)]
    wrong += [f"a page holds {raw}" for page in pages for raw in RAW if raw in page]
    if len(cells) < len(size.payloads):
        wrong.append("the refused lines were not given back")
    return len(cells), wrong


def _census(payloads: Sequence[str], *, postcode: str) -> bytes:
    """Write a line for each: in a structure's name, its street, a person's name."""
    return as_csv(
        *(
            with_cells(
                RIGHT,
                structure_nom=one,
                siret="",
                adresse=one,
                code_postal=postcode,
                conseiller_nom=one,
                conseiller_courriel=f"p{number}@cyber-base-albi.example",
            )
            for number, one in enumerate(payloads)
        )
    )


async def _page(client: Client, path: str) -> str:
    answer = await client.page(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.text)


def _rows(sheet: bytes) -> list[list[str]]:
    text = io.StringIO(sheet.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";"))


def _in_calendars(payloads: Sequence[str]) -> Iterator[str]:
    """Write each into every text of a calendar; it must stay a text of one event."""
    at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    for one in payloads:
        written = Occasion(
            uid="r18",
            sequence=0,
            starts_at=at,
            ends_at=at,
            told_at=at,
            summary=one,
            description=one,
            location=one,
            attendee=Address(email="a@b.example", name=one),
        )
        text = feed([written], name=one).decode().replace("\r\n ", "")
        lines = text.split("\r\n")
        if lines.count("END:VEVENT") != 1 or any(
            line.startswith("X-INJECTED") for line in lines
        ):
            yield f"a calendar was broken by {one!r}"
        if has_control("".join(lines)):
            yield f"a calendar holds a control character of {one!r}"


LINE = Line(
    id="R18",
    fault="≥ 100 formula and control-character payloads, bombs and broken files",
    must="0 executable cells in any export; refused in ≤ 1 s and ≤ 150 MiB",
    run=run,
)
