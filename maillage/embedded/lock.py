"""Lock the files of Kafka again: run it after changing `jgo.toml`."""

import tempfile
import tomllib
from pathlib import Path

import jgo

from .jars import LOCK

WANTED = LOCK.with_name("jgo.toml")


def main() -> None:
    coordinates = tomllib.loads(WANTED.read_text())["dependencies"]["coordinates"]
    with tempfile.TemporaryDirectory() as cache:
        environment = jgo.build("+".join(coordinates), cache_dir=Path(cache))
        LOCK.write_bytes(environment.lock_path.read_bytes())


if __name__ == "__main__":
    main()
