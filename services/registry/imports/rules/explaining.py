"""Says reasons in the reader's language."""

from collections.abc import Mapping

from kit.texts import N_, Texts
from services.registry.imports.models import (
    Column,
    Effect,
    EffectView,
    KeptLine,
    LineView,
    Reason,
    ReasonView,
    Why,
)

from .expectations import ADVICE, COLUMN_NAMES, Facts, advice_of, expectation_of
from .register import NATION

WHYS: Mapping[Why, str] = {
    Why.GONE: N_("La fiche n’existe plus."),
    Why.HELD_ELSEWHERE: N_("La fiche est maintenant tenue ailleurs."),
    Why.EXISTS: N_("Quelqu’un l’a créée depuis l’aperçu."),
    Why.FIELDS_CHANGED: N_(
        "Changé depuis l’aperçu, la valeur en place est gardée : {columns}."
    ),
    Why.WITHOUT_STRUCTURE: N_("Sa structure n’a pas pu être écrite."),
    Why.CHANGED: N_("La fiche a changé depuis l’import."),
    Why.HAS_ACCOUNT: N_("Cette personne a un compte."),
    Why.HAS_ADVISORS: N_("Des conseillers gardés y travaillent."),
    Why.IS_CENTRE: N_("C’est un centre de ressources en exercice."),
    Why.HOLDS_RECORDS: N_("Ce centre tient d’autres fiches, ou quelqu’un le gère."),
}


def explain(reason: Reason, texts: Texts) -> ReasonView:
    expected = expectation_of(reason)
    advice = advice_of(reason)
    proposed = reason.proposal
    # An advice stands alone; a source stands beside the value that it gave.
    value = None
    if proposed and proposed.source not in ADVICE:
        value = proposed.value
    return ReasonView(
        column=reason.column,
        value=reason.value,
        code=reason.code,
        expected=texts.gettext(expected.text, **_said(expected.facts, texts)),
        proposal=value,
        advice=texts.gettext(advice.text, **_said(advice.facts, texts))
        if advice
        else None,
    )


def explain_shortly(reason: Reason, texts: Texts) -> str:
    """Say it in one line, for the column of a sheet."""
    told = explain(reason, texts)
    name = texts.gettext(COLUMN_NAMES[reason.column])
    said = texts.gettext(
        N_("{column} : {expected}"), column=name, expected=told.expected
    )
    if not told.advice:
        return said
    shown = f"{told.proposal} ({told.advice})" if told.proposal else told.advice
    return f"{said} → {shown}"


def explain_line(kept: KeptLine, texts: Texts) -> LineView:
    line = kept.line
    return LineView.of(
        kept,
        errors=[explain(reason, texts) for reason in line.errors],
        warnings=[explain(reason, texts) for reason in line.warnings],
    )


def explain_effect(effect: Effect, line: KeptLine | None, texts: Texts) -> EffectView:
    return EffectView(
        kind=effect.kind,
        record_id=effect.record_id,
        line=effect.line,
        advisor=line.who if line else "",
        structure=line.where if line else "",
        action=effect.action,
        state=effect.state,
        why=effect.why,
        reason=explain_why(effect, texts),
        columns=list(effect.columns),
    )


def explain_why(effect: Effect, texts: Texts) -> str | None:
    if effect.why is None:
        return None
    columns = [texts.gettext(COLUMN_NAMES[Column(name)]) for name in effect.columns]
    return texts.gettext(WHYS[effect.why], columns=texts.listed(columns))


def _said(facts: Facts, texts: Texts) -> Facts:
    """Name the nation in the reader's language; a centre's name is its own."""
    if facts.get("contact") != NATION:
        return facts
    return facts | {"contact": texts.gettext(NATION)}
