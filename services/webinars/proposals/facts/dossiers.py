"""How a proposal is laid before the committees: a dossier in both languages."""

from collections.abc import Callable
from datetime import timedelta

from kit.texts import N_, Catalogues, Texts
from schemas.documents.governance import Dossier, DossierFactLine, Step
from schemas.events.governance import DossierOpened
from schemas.reference import REGIONS, THEMES, Theme
from services.webinars.partners.models import Partner
from services.webinars.proposals.models import AUDIENCES, LEVELS, Webinar

Say = Callable[[Texts], str]


def dossier(
    webinar: Webinar, partner: Partner | None, catalogues: Catalogues
) -> Dossier:
    french, english = catalogues.texts("fr"), catalogues.texts("en")
    return Dossier(
        id=webinar.dossier_id,
        number=webinar.dossier_number,
        kind="webinar",
        object_id=webinar.id,
        title=webinar.title.fr,
        organisation_id=webinar.organisation_id,
        opened_by=webinar.proposed_by,
        opened_at=webinar.proposed_at,
        facts=tuple(
            DossierFactLine(
                label_fr=french.gettext(label),
                label_en=english.gettext(label),
                value_fr=say(french),
                value_en=say(english),
            )
            for label, say in _lines(webinar, partner)
        ),
        path=_path(webinar, partner, french, english),
    )


def dossier_opened(opened: Dossier) -> DossierOpened:
    return DossierOpened(
        dossier_id=opened.id,
        number=opened.number,
        kind=opened.kind,
        object_id=opened.object_id,
        organisation_id=opened.organisation_id,
        committee=opened.path[0].committee,
        state=opened.state,
    )


def _path(
    webinar: Webinar, partner: Partner | None, french: Texts, english: Texts
) -> tuple[Step, ...]:
    standing = N_("{name} est-elle membre en règle ?")
    name = partner.name if partner is not None else None
    webinar_valid = N_("Valider le webinaire « {title} » ?")
    return (
        Step(
            committee="private_partners",
            effect="partner.standing_confirmed",
            question_fr=french.gettext(
                standing, name=name or french.gettext(N_("Cette organisation"))
            ),
            question_en=english.gettext(
                standing, name=name or english.gettext(N_("Cette organisation"))
            ),
            state="current",
        ),
        Step(
            committee="pedagogical",
            effect="webinar.validate",
            question_fr=french.gettext(webinar_valid, title=webinar.title.fr),
            question_en=english.gettext(
                webinar_valid, title=webinar.title.en or webinar.title.fr
            ),
        ),
    )


def _lines(webinar: Webinar, partner: Partner | None) -> list[tuple[str, Say]]:
    abstract = webinar.abstract
    lines: list[tuple[str, Say | None]] = [
        (N_("Proposé par"), _proposed_by(webinar, partner)),
        (N_("Thème et niveau"), lambda texts: _theme_and_level(webinar, texts)),
        (N_("Durée et places"), lambda texts: _length_and_seats(webinar, texts)),
        (N_("Territoires"), lambda texts: _places(webinar, texts)),
        (N_("Intervenants"), lambda texts: texts.listed(webinar.speakers)),
        (N_("Intérêt déclaré"), lambda _: webinar.commercial_interest),
        (
            N_("Résumé"),
            lambda texts: (texts.language == "en" and abstract.en) or abstract.fr,
        ),
        (N_("Objectifs"), lambda _: webinar.objectives),
        (N_("Supports"), _or_nothing(webinar.material)),
        (N_("Créneaux souhaités"), _wishes(webinar)),
    ]
    return [(label, say) for label, say in lines if say is not None]


def _proposed_by(webinar: Webinar, partner: Partner | None) -> Say | None:
    if partner is None:
        return None
    is_paid = partner.is_in_good_standing(webinar.proposed_at.date())
    standing = (
        N_("{name}, cotisation à jour")
        if is_paid
        else N_("{name}, cotisation à vérifier")
    )
    return lambda texts: texts.gettext(standing, name=partner.name)


def _theme_and_level(webinar: Webinar, texts: Texts) -> str:
    themes = [THEMES[Theme(code)].within(texts.language) for code in webinar.themes]
    level = LEVELS[webinar.level].within(texts.language)
    return texts.gettext(
        N_("{themes} ; niveau {level}"),
        themes=texts.listed([texts.typeset(theme) for theme in themes]),
        level=level,
    )


def _length_and_seats(webinar: Webinar, texts: Texts) -> str:
    return texts.ngettext(
        "{length}, {n} place, {audience}",
        "{length}, {n} places, {audience}",
        webinar.seats_max,
        length=texts.duration(timedelta(minutes=webinar.duration_minutes)),
        audience=AUDIENCES[webinar.audience].within(texts.language),
    )


def _places(webinar: Webinar, texts: Texts) -> str:
    if not webinar.regions:
        return texts.gettext(N_("Toute la France"))
    return texts.listed([texts.typeset(REGIONS[code]) for code in webinar.regions])


def _or_nothing(text: str | None) -> Say | None:
    return None if text is None else lambda _: text


def _wishes(webinar: Webinar) -> Say | None:
    if not webinar.wished_slots:
        return None
    return lambda texts: texts.listed(
        [texts.day_time(wish) for wish in webinar.wished_slots]
    )
