"""The one screen that a started installation shows."""

from rich.table import Table
from rich.text import Text

from kit.settings import Settings
from kit.texts import N_
from maillage.demo import SHOWN
from maillage.running import ADMINISTRATOR, Folder

from .screen import Screen

PLACES = (
    (N_("Le site"), "/"),
    (N_("Se connecter"), "/connexion"),
    (N_("Le courrier"), "/courrier"),
    (N_("Le catalogue des événements"), "/evenements"),
    (N_("Les interfaces pour les machines"), "/api/docs"),
)


PLAYED = (
    (N_("L’agenda public"), "/agenda"),
    (N_("Le recensement appliqué"), "/recensement"),
    (N_("Les dossiers, dont un vote ouvert"), "/dossiers"),
    (N_("Les lettres mortes"), "/lettres-mortes"),
)


def welcome(
    screen: Screen, settings: Settings, folder: Folder, *, has_demo: bool
) -> None:
    texts = screen.texts
    screen.rest()
    places = Table.grid(padding=(0, 3))
    for label, path in (*PLACES, *(PLAYED if has_demo else ())):
        address = Text(settings.public_url + path, style="bold cyan")
        places.add_row(f"  {texts.gettext(label)}", address)
    screen.console.print()
    screen.console.print(places)
    _show_accounts(screen, folder, has_demo=has_demo)
    screen.console.print()
    screen.note(N_("Kafka : {servers}"), servers=settings.kafka.bootstrap_servers)
    screen.note(N_("Données et journaux : {folder}"), folder=folder.path)
    screen.note(N_("Pour tout arrêter : Ctrl-C"))


def _show_accounts(screen: Screen, folder: Folder, *, has_demo: bool) -> None:
    texts = screen.texts
    screen.console.print()
    screen.note(N_("Comptes, mot de passe : {password}"), password=folder.password)
    accounts = Table.grid(padding=(0, 3))
    accounts.add_column(no_wrap=True)
    shown = [(ADMINISTRATOR, N_("administre le réseau"))]
    shown += SHOWN if has_demo else ()
    for email, what in shown:
        accounts.add_row(f"  {email}", Text(texts.gettext(what), style="dim"))
    screen.console.print(accounts)
