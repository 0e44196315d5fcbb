"""`python -m tests.reliability [--only R5] [--seed N] [--short]`: try, print, keep.

A short run shows that a line still works; only a full one is kept.
"""

import argparse
import json
import sys

import uvloop

from kit.logs import configure

from .finding import find_lines
from .line import Line
from .results import keep, write_page
from .trying import SEED, tried


async def main(wanted: list[Line], *, seed: int, is_short: bool) -> int:
    """Try each; return how many did not hold."""
    broken = 0
    for line in wanted:
        sys.stdout.write(f"{line.id}  {line.fault}\n    {line.must}\n")
        sys.stdout.flush()
        found = await tried(line, seed=seed, is_short=is_short)
        sys.stdout.write(json.dumps(found, indent=2, default=str) + "\n")
        broken += not found["held"]
        if not is_short:
            keep(found, lines=find_lines())
    return broken


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("--only", metavar="R5", help="one line of the table")
    parser.add_argument("--seed", type=int, default=SEED, help="replays a failure")
    parser.add_argument("--short", action="store_true", help="some seconds each")
    parser.add_argument("--page", action="store_true", help="write the page again")
    return parser.parse_args()


if __name__ == "__main__":
    given = asked()
    every = find_lines()
    chosen = [one for one in every if given.only in {None, one.id}]
    if not chosen:
        known = ", ".join(one.id for one in every)
        raise SystemExit(f"no line {given.only}: there are {known}")
    if given.page:
        write_page(every)
        raise SystemExit(0)
    configure("error")
    failed = uvloop.run(main(chosen, seed=given.seed, is_short=given.short))
    raise SystemExit(1 if failed else 0)
