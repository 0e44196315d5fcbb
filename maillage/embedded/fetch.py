"""Fetch the files of Kafka that are missing; run apart, so it costs no memory later."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed

import requests
from jgo.maven import MavenContext
from jgo.parse import Coordinate

from .jars import Jar, locked_jars, missing_jars, repository

WORKERS = 6
ATTEMPTS = 3


def fetched(jars: list[Jar]) -> Iterator[Jar]:
    """Yield each file as it arrives whole."""
    context = MavenContext(repo_cache=repository())
    with ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(_fetch, jar, context) for jar in jars]
        for future in as_completed(futures):
            yield future.result()


def _fetch(jar: Jar, context: MavenContext) -> Jar:
    for attempt in range(1, ATTEMPTS + 1):
        jar.path.unlink(missing_ok=True)
        try:
            coordinate = Coordinate.parse(jar.coordinate)
            context.create_dependency(coordinate).artifact.resolve()
        except (OSError, RuntimeError, requests.RequestException):
            if attempt == ATTEMPTS:
                raise
            continue
        if jar.is_whole():
            return jar
    jar.path.unlink(missing_ok=True)
    raise RuntimeError(f"{jar.coordinate} is not what was locked")


def main() -> None:
    missing = missing_jars(locked_jars())
    for count, _ in enumerate(fetched(missing), start=1):
        sys.stdout.write(f"{count} {len(missing)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
