"""The steps of the story, numbered as it is told."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from kit.texts import N_
from maillage.demo.stage import Stage

from .census import census
from .committees import committees
from .decisions import decisions
from .enrolment import enrolment
from .machines import machines
from .proposals import proposals
from .public import public
from .registrations import registrations
from .schedule import schedule
from .telling import telling


class Act(NamedTuple):
    number: int
    title: str
    play: Callable[[Stage], Awaitable[None]]


ACTS = (
    Act(1, N_("Le recensement devient des structures et des conseillers"), census),
    Act(2, N_("Les conseillers sont invités, puis signent la charte"), enrolment),
    Act(3, N_("Les partenaires adhèrent, les comités se réunissent"), committees),
    Act(3, N_("Des webinaires sont proposés, leurs dossiers s’ouvrent"), proposals),
    Act(4, N_("Les comités votent et décident"), decisions),
    Act(5, N_("Ce qui est décidé est programmé, puis publié"), schedule),
    Act(6, N_("Les conseillers concernés sont prévenus"), telling),
    Act(7, N_("Ils s’inscrivent"), registrations),
    Act(8, N_("Le public cherche et trouve"), public),
    Act(9, N_("Les machines lisent, reçoivent, réparent"), machines),
)

__all__ = ["ACTS", "Act"]
