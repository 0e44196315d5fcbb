"""Writes the generated files, and tells which of them differ from what stands there."""

from collections.abc import Callable, Mapping
from pathlib import Path

from .environment import environment_example
from .gateway import gateway

FILES: Mapping[str, Callable[[], str]] = {
    ".env.example": environment_example,
    "deploy/gateway.conf": gateway,
}


def write(root: Path) -> list[Path]:
    """Write what differs, and return it."""
    changed = drifted(root)
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[str(path.relative_to(root))](), "utf-8")
    return changed


def drifted(root: Path) -> list[Path]:
    return [
        root / name
        for name, make in FILES.items()
        if not (root / name).exists() or (root / name).read_text("utf-8") != make()
    ]
