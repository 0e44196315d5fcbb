"""Everything that the census stores, and the part of the register that it reads."""

from .batches import BatchRepository
from .effects import EffectRepository
from .lines import LineRepository
from .register import RegisterRepository, Snapshot

__all__ = [
    "BatchRepository",
    "EffectRepository",
    "LineRepository",
    "RegisterRepository",
    "Snapshot",
]
