"""Who may ask for the label, for how long it is held, and what the committee reads."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from kit.errors import Conflict
from kit.scope import Everything
from schemas.documents.governance import Dossier, DossierFactLine, Step
from schemas.events.governance import DecisionAdopted, DecisionFact, DecisionRejected
from schemas.reference import DEPARTMENTS, PROFILES, THEMES, Label, Theme
from services.registry.advisors.models import PROFILE_CODES, Advisor, Certification

from .errors import AlreadyRequested, NotCertifiable, StillCertified

VALID_YEARS: Final = 1
RENEWABLE_BEFORE: Final = timedelta(days=90)
BY_DECISION: Final = Everything("a committee decides for every centre")


def check_may_request(advisor: Advisor, *, day: date) -> None:
    """Refuse a request that the state does not allow.

    Raises:
        NotCertifiable: the advisor is not active.
        AlreadyRequested: the committee has a dossier.
        StillCertified: the label is valid for long yet.
    """
    if advisor.status != "active":
        raise NotCertifiable("certify", advisor.status)
    last = advisor.certification
    if last is not None and last.state == "requested":
        raise AlreadyRequested(number=last.dossier_number)
    until = advisor.certified_until
    if until is not None and day < until - RENEWABLE_BEFORE:
        raise StillCertified(until=until.isoformat(), days=RENEWABLE_BEFORE.days)


def may_request(advisor: Advisor, *, day: date) -> bool:
    try:
        check_may_request(advisor, day=day)
    except Conflict:
        return False
    return True


def requested(advisor: Advisor, dossier: Dossier) -> Advisor:
    request = Certification(
        state="requested",
        requested_at=dossier.opened_at,
        dossier_id=dossier.id,
        dossier_number=dossier.number,
    )
    return advisor.model_copy(update={"certification": request})


def dossier_of(
    advisor: Advisor,
    *,
    id_: UUID,
    number: str,
    structures: Mapping[UUID, str],
    at: datetime,
) -> Dossier:
    """Lay out what the committee reads; the person is named by `opened_by` alone."""
    where = ", ".join(_departments(advisor)) or "France"
    step = Step(
        committee="resource_centres",
        effect="advisor.certify",
        question_fr="Accorder le label « conseiller au numérique » pour un an ?",
        question_en="Grant the label “digital advisor” for one year?",
        state="current",
    )
    return Dossier(
        id=id_,
        number=number,
        kind="certification",
        object_id=advisor.id,
        title=f"Certification ({where})"[:300],
        organisation_id=next(iter(advisor.structure_ids), None),
        opened_by=advisor.person_id,
        opened_at=at,
        facts=_lines(advisor, structures),
        path=(step,),
    )


def is_answer(advisor: Advisor, decision: DecisionFact) -> bool:
    """Tell whether the decision answers the request that is open, for the first time.

    Whoever left the network meanwhile gets no label.
    """
    last = advisor.certification
    return (
        last is not None
        and last.state == "requested"
        and last.dossier_id == decision.dossier_id
        and advisor.status != "left"
    )


def decided(advisor: Advisor, decision: DecisionFact) -> Advisor:
    """Grant or refuse, as the committee decided."""
    assert advisor.certification is not None
    answered = advisor.certification.model_copy(
        update={
            "decision_id": decision.decision_id,
            "decision_number": decision.number,
            "decided_on": decision.decided_on,
        }
    )
    match decision:
        case DecisionAdopted():
            granted = answered.model_copy(update={"state": "certified"})
            return advisor.model_copy(
                update={
                    "certification": granted,
                    "certified_from": decision.decided_on,
                    "certified_until": last_day(decision.decided_on),
                }
            )
        case DecisionRejected():
            refused = answered.model_copy(update={"state": "refused"})
            return advisor.model_copy(update={"certification": refused})
        case _:
            return advisor


def last_day(first: date) -> date:
    """Return the last day of the label: the eve of its anniversary."""
    year = first.year + VALID_YEARS
    is_leap_day = (first.month, first.day) == (2, 29)
    anniversary = date(year, 3, 1) if is_leap_day else first.replace(year=year)
    return anniversary - timedelta(days=1)


def _lines(
    advisor: Advisor, structures: Mapping[UUID, str]
) -> tuple[DossierFactLine, ...]:
    profile = next(p for p, code in PROFILE_CODES.items() if code == advisor.profile)
    themes = [THEMES[Theme(theme)] for theme in advisor.themes]
    names = ", ".join(structures.values())
    where = ", ".join(_departments(advisor))
    lines = [
        _line("Structures", "Structures", names, names),
        _line("Territoires", "Territories", where, where),
        _line("Profil", "Profile", *_both([PROFILES[profile]])),
        _line("Thèmes", "Themes", *_both(themes)),
    ]
    if advisor.signature is not None:
        signed = advisor.signature.signed_at.date().isoformat()
        version = advisor.signature.version
        lines.append(
            _line(
                "Charte",
                "Charter",
                f"version {version}, signée le {signed}",
                f"version {version}, signed on {signed}",
            )
        )
    return tuple(lines)


def _line(
    label_fr: str, label_en: str, value_fr: str, value_en: str
) -> DossierFactLine:
    return DossierFactLine(
        label_fr=label_fr,
        label_en=label_en,
        value_fr=(value_fr or "non renseigné")[:4_000],
        value_en=(value_en or "not given")[:4_000],
    )


def _both(labels: list[Label]) -> tuple[str, str]:
    return ", ".join(one.fr for one in labels), ", ".join(one.en for one in labels)


def _departments(advisor: Advisor) -> list[str]:
    return [
        DEPARTMENTS[code].name for code in advisor.departments if code in DEPARTMENTS
    ]
