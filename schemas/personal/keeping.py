"""How long each class of record is kept, and what becomes of it then."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from schemas.reference import Label


class Kept(StrEnum):
    PERSON = "person"
    SESSION = "session"
    ADVISOR = "advisor"
    STRUCTURE = "structure"
    CENSUS = "census"
    WEBINAR = "webinar"
    DELIBERATION = "deliberation"
    MESSAGE = "message"
    MAILBOX = "mailbox"
    LETTER = "letter"
    MACHINE = "machine"
    COPY = "copy"
    ERASURE = "erasure"


class Rule(NamedTuple):
    """`days` count from what `since` says; without them, as long as it serves."""

    what: Label
    days: int | None
    since: Label
    then: Label


KEPT: Mapping[Kept, Rule] = MappingProxyType(
    {
        Kept.PERSON: Rule(
            Label("Cartes, comptes, consentements", "Cards, accounts, consents"),
            1_095,
            Label("le départ du réseau", "the departure from the network"),
            Label(
                "effacement comme sur demande, un mois après un e-mail qui prévient",
                "erased as on request, a month after an e-mail that warns",
            ),
        ),
        Kept.SESSION: Rule(
            Label("Sessions ouvertes", "Open sessions"),
            1,
            Label("son ouverture", "its opening"),
            Label("suppression", "deleted"),
        ),
        Kept.ADVISOR: Rule(
            Label("Fiches de conseiller", "Advisors’ records"),
            1_095,
            Label("le départ du réseau", "the departure from the network"),
            Label(
                "anonymisation, un mois après un e-mail qui prévient",
                "made anonymous, a month after an e-mail that warns",
            ),
        ),
        Kept.STRUCTURE: Rule(
            Label("Fiches de structure", "Structures’ records"),
            None,
            Label("", ""),
            Label(
                "correction ou retrait par le centre qui la tient",
                "corrected or removed by the centre that holds it",
            ),
        ),
        Kept.CENSUS: Rule(
            Label(
                "Fichiers de recensement et leurs lignes",
                "Census files and their lines",
            ),
            730,
            Label("le dépôt du fichier", "the upload of the file"),
            Label("suppression : restent les chiffres", "deleted: the figures stay"),
        ),
        Kept.WEBINAR: Rule(
            Label("Noms liés à un webinaire", "Names about a webinar"),
            1_095,
            Label("le jour du webinaire", "the day of the webinar"),
            Label("anonymisation", "made anonymous"),
        ),
        Kept.DELIBERATION: Rule(
            Label("Dossiers, votes et décisions", "Dossiers, votes and decisions"),
            None,
            Label("", ""),
            Label(
                "archivage : la décision d’un comité reste publique, sans les motifs "
                "d’une personne effacée",
                "archived: a committee’s decision stays public, without the reasons "
                "of a person who was erased",
            ),
        ),
        Kept.MESSAGE: Rule(
            Label("Messages et e-mails envoyés", "Messages and e-mails sent"),
            365,
            Label("l’envoi", "the sending"),
            Label("suppression", "deleted"),
        ),
        Kept.MAILBOX: Rule(
            Label(
                "Courrier gardé sur une seule machine", "Mail kept on a single machine"
            ),
            30,
            Label("la réception", "the reception"),
            Label("suppression", "deleted"),
        ),
        Kept.LETTER: Rule(
            Label("Messages mis de côté", "Records set aside"),
            90,
            Label("la clôture", "the closing"),
            Label("suppression", "deleted"),
        ),
        Kept.COPY: Rule(
            Label("Copies de données demandées", "Copies of data asked for"),
            7,
            Label("la demande", "the request"),
            Label("suppression", "deleted"),
        ),
        Kept.ERASURE: Rule(
            Label(
                "Nom et adresse pendant un effacement",
                "Name and address during an erasure",
            ),
            None,
            Label("", ""),
            Label(
                "suppression dès que chaque service a confirmé",
                "deleted as soon as every service has confirmed",
            ),
        ),
        Kept.MACHINE: Rule(
            Label("Clés et abonnements de machines", "Keys and webhooks of machines"),
            None,
            Label("", ""),
            Label("révocation par l’exploitation", "revoked by the operators"),
        ),
    }
)
