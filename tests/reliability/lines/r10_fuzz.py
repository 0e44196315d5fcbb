"""R10: what a generator makes of the interface's own description, as each role."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maillage.embedded import servers as embedded_servers
from tests.conftest import quiet
from tests.integration.maillage.bad_input.operations import operations
from tests.reliability.fuzzing.ground import Ground, fuzzed, ground
from tests.reliability.line import Line, Outcome, Trial

REACHED_MIN = 0.8
CASES_MIN = 10_000
# Who may end what others need comes after them: accounts, centres, advisors.
ROLES = (
    *("advisor", "partner", "member", "operator"),
    *("centre_manager", "national_admin", "nobody"),
)


@dataclass(frozen=True)
class Size:
    roles: Sequence[str]
    examples: int
    seconds: int
    only: str = ""


FULL = Size(roles=ROLES, examples=20, seconds=100)
SHORT = Size(
    roles=("centre_manager",), examples=2, seconds=8, only="^/api/v1/(themes|centres)"
)


async def run(trial: Trial) -> Outcome:
    size = SHORT if trial.is_short else FULL
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    async with running as servers, ground(trial.folder, servers) as on:
        told = {role: await _as(on, role, trial, size) for role in size.roles}
    return _judged(told, is_short=trial.is_short)


async def _as(on: Ground, role: str, trial: Trial, size: Size) -> dict[str, Any]:
    return await fuzzed(
        on,
        role,
        seed=trial.seed,
        examples=size.examples,
        seconds=size.seconds,
        only=size.only,
    )


def _judged(told: Mapping[str, dict[str, Any]], *, is_short: bool) -> Outcome:
    answers = [one for each in told.values() for one in each["answers"]]
    statuses = Counter(one["status"] for one in answers)
    reached = {one["operation"] for one in answers if 200 <= one["status"] < 300}
    share = len(reached) / len(operations())
    broken = [
        f"as {role}, {one['title']}: {', '.join(one['operations'][:6])}"
        for role, each in told.items()
        for one in each["failures"]
    ]
    broken += [
        f"as {role}, the generator says {one['title']}"
        for role, each in told.items()
        for one in each["errors"]
    ]
    faults = sum(count for status, count in statuses.items() if status >= 500)
    if faults:
        broken.append(f"{faults} answers of 5xx")
    if not is_short and share < REACHED_MIN:
        broken.append(f"only {share:.0%} of the operations reached a 2xx")
    if not is_short and len(answers) < CASES_MIN:
        broken.append(f"only {len(answers)} cases")
    return Outcome(
        tried=len(answers),
        lost=0,
        duplicated=0,
        broken=tuple(broken),
        figures={
            "requests by role": {
                role.replace("_", " "): len(each["answers"])
                for role, each in told.items()
            },
            "operations": len(operations()),
            "reached a 2xx": len(reached),
            "share reached": round(share, 2),
            "not reached": sorted(
                {f"{one.method} {one.path}" for one in operations()} - reached
            ),
            "answers": {str(status): n for status, n in sorted(statuses.items())},
        },
    )


LINE = Line(
    id="R10",
    fault="schemathesis, all phases, 10 000 cases, as six roles and none",
    must=(
        "0 5xx, 0 undocumented status, 0 invalid accepted, ≥ 80 % of the operations "
        "reached a 2xx"
    ),
    run=run,
)
