"""The main job played through the public API, told step by step."""

from .cast import PEOPLE, SHOWN
from .narration import Narrator, Silence
from .play import is_played, on_stage, play
from .stage import NothingHappened, Stage
from .visitor import Refused

__all__ = [
    "PEOPLE",
    "SHOWN",
    "Narrator",
    "NothingHappened",
    "Refused",
    "Silence",
    "Stage",
    "is_played",
    "on_stage",
    "play",
]
