"""What a process and its children take of memory, as the kernel counts it."""

from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
KILOBYTE = 1_024
MEGABYTE = 1_024 * 1_024


def family(pid: int) -> list[int]:
    """Return the process and all that it started, directly or not."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def proportional_bytes(pids: list[int]) -> int:
    """Sum what each has alone and its part of what they share."""
    return sum(_rollup(pid, "Pss:") for pid in pids)


def resident_peak_bytes(pid: int) -> int:
    """Return the most that the process ever held."""
    return _line(PROC / str(pid) / "status", "VmHWM:")


def resident_bytes(pid: int) -> int:
    return _line(PROC / str(pid) / "status", "VmRSS:")


def forget_peak(pid: int) -> None:
    """Count the peak from now on."""
    (PROC / str(pid) / "clear_refs").write_text("5")


def _parents() -> Iterator[tuple[int, int]]:
    for folder in PROC.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        yield int(folder.name), int(stat.rpartition(")")[2].split()[1])


def _rollup(pid: int, name: str) -> int:
    return _line(PROC / str(pid) / "smaps_rollup", name)


def _line(file: Path, name: str) -> int:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0
    found = next((line for line in lines if line.startswith(name)), None)
    return int(found.split()[1]) * KILOBYTE if found else 0
