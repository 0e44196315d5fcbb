"""What can keep an embedded server from running."""

from pathlib import Path

from kit.texts import N_

LAST_LINES_MAX = 5
LINE_CHARACTERS_MAX = 400


class EmbeddedServerError(Exception):
    """Carries a sentence to translate and its facts; `str()` says it in French."""

    text = N_("Un serveur embarqué ne peut pas démarrer.")

    def __init__(self, **values: str | int) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return self.text.format(**self.values)


class AlreadyRunning(EmbeddedServerError):
    text = N_("Maillage tourne déjà sur ces données : {folder}.")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=str(folder))


class ServerNotInstalled(EmbeddedServerError):
    text = N_("{name} manque dans cet environnement : lancez « make setup ».")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class ServerFailed(EmbeddedServerError):
    text = N_("{name} ne démarre pas. Fin de son journal, {log} :\n{last_lines}")

    def __init__(self, name: str, *, log: Path) -> None:
        super().__init__(name=name, log=str(log), last_lines=_last_lines(log))


def _last_lines(log: Path) -> str:
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join(line[:LINE_CHARACTERS_MAX] for line in lines[-LAST_LINES_MAX:])
