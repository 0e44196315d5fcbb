"""The table of what can be asked."""

import typer

from kit.texts import N_

from .audit import audit
from .census import census
from .deadletters import dead_letters
from .demo import demo
from .deployment import deployment
from .doctor import doctor
from .migrate import migrate
from .readmit import readmit
from .rebuild import rebuild
from .replay import replay
from .retention import retention
from .schemas import schemas
from .texts import texts
from .up import up
from .words import _

app = typer.Typer(
    name="maillage",
    help=_(N_("Le réseau des conseillers au numérique, et ses événements.")),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(help=_(N_("Tout démarrer sur cette machine.")))(up)
app.command(help=_(N_("Jouer la démonstration sur un site qui tourne.")))(demo)
app.command(help=_(N_("Préparer les bases, les index et les sujets.")))(migrate)
app.command(help=_(N_("Écrire les contrats, ou les vérifier.")))(schemas)
app.command(help=_(N_("Vérifier les textes des deux langues.")))(texts)
app.command(help=_(N_("Écrire les fichiers d’installation tirés du code.")))(deployment)
app.command(help=_(N_("Dire si tout va bien, ou mesurer.")))(doctor)
app.command(
    help=_(N_("Redire à un lecteur des faits du journal ; à blanc sans --yes."))
)(replay)
app.command(help=_(N_("Compter ce qui a passé son temps ; l’ôter avec --apply.")))(
    retention
)
app.command(
    help=_(N_("Laisser rentrer qui a tout perdu, quand personne d’autre ne le peut."))
)(readmit)
app.command(help=_(N_("Reconstruire une copie du journal, et la comparer.")))(rebuild)
app.add_typer(
    dead_letters,
    name="dead-letters",
    help=_(N_("Voir, rejouer ou écarter les messages mis de côté.")),
)
app.add_typer(audit, name="audit", help=_(N_("Vérifier la trace, ou la lire.")))
app.add_typer(census, name="census", help=_(N_("Lire un fichier de recensement.")))
