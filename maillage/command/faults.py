"""What keeps a command from going on, and how it is said to whoever typed it."""

from kit.messaging.topics import KafkaUnavailable
from kit.mongo import MongoUnavailable
from kit.running import MissingTopics
from kit.settings import SettingsRefused
from kit.texts import N_
from maillage.embedded import EmbeddedServerError
from maillage.running import NothingRuns

from .screen import Screen

FAULTS: tuple[type[Exception], ...] = (
    EmbeddedServerError,
    SettingsRefused,
    NothingRuns,
    KafkaUnavailable,
    MissingTopics,
    OSError,
    *MongoUnavailable,
)


def tell_fault(screen: Screen, fault: BaseException) -> None:
    """Say it whole: every setting that is wrong, the end of a server's log."""
    match fault:
        case EmbeddedServerError():
            screen.refuse(screen.texts.gettext(fault.text, **fault.values))
        case SettingsRefused():
            screen.refuse(screen.texts.gettext(N_("Ces réglages ne conviennent pas.")))
            for problem in fault.problems:
                screen.note("{problem}", problem=problem)
        case NothingRuns():
            text = N_("Rien ne tourne ici : lancez « maillage up » d’abord.")
            screen.refuse(screen.texts.gettext(text))
        case KafkaUnavailable():
            text = N_("Aucun Kafka ne répond à {servers}.")
            screen.refuse(screen.texts.gettext(text, servers=str(fault)))
        case MissingTopics():
            text = N_("Des sujets Kafka manquent, « migrate » les crée : {topics}.")
            screen.refuse(screen.texts.gettext(text, topics=str(fault)))
        case OSError():
            screen.refuse(f"{fault.strerror or fault} {fault.filename or ''}".strip())
        case _:
            text = N_("Aucun MongoDB ne répond à cette adresse, ou pas en réplique.")
            screen.refuse(screen.texts.gettext(text))
