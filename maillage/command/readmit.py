"""`maillage readmit`: let somebody in again whom nobody else can help."""

from typing import Annotated, cast

import typer

from kit.context import Cause, caused_by
from kit.ids import new_id
from kit.platform import Platform
from kit.service import Provided
from kit.texts import N_
from kit.trace import Reader
from kit.trace import Screen as Reached
from services.registry.recovery.pages import HERE
from services.registry.second_factor.models import Lost
from services.registry.second_factor.service import ReadmissionService

from .options import FolderOption
from .reaching import reached
from .screen import Screen
from .words import _

ACTOR = "machine"
AT = Reached("-", "maillage readmit")


def readmit(
    email: Annotated[str, typer.Argument(help=_(N_("L’adresse de son compte.")))],
    *,
    reason: Annotated[
        str, typer.Option(help=_(N_("Pourquoi : la personne le lit dans son compte.")))
    ],
    shows: Annotated[
        bool,
        typer.Option(
            "--show-link", help=_(N_("Montrer le lien ici au lieu de l’envoyer."))
        ),
    ] = False,
    folder: FolderOption = None,
) -> None:
    async def do(built: Platform, provided: Provided, screen: Screen) -> bool:
        lost = Lost(email=email, reason=reason)
        service = cast("ReadmissionService", provided[ReadmissionService])
        correlation_id = str(new_id())
        with caused_by(Cause(correlation_id=correlation_id, actor=ACTOR)):
            async with built.recorder.watched(
                Reader(actor=ACTOR), lambda: AT, correlation_id=correlation_id
            ):
                done = await service.readmit(lost, mails=not shows)
        if done.was_protected:
            screen.note(N_("Le second facteur est retiré."))
        screen.note(N_("Ses sessions sont closes."))
        if shows:
            screen.note(N_("Ce lien choisit un mot de passe, pendant deux heures :"))
            link = f"{built.settings.public_url}{HERE}/{done.token}"
            screen.console.print(f"  {link}", soft_wrap=True)
        else:
            screen.note(N_("Un lien pour choisir un mot de passe part par e-mail."))
        return True

    reached(do, folder=folder, as_json=False)
