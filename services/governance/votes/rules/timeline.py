"""The path of a dossier in time: what happened, where it stands, what follows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from kit.texts import N_, Texts
from schemas.documents.governance import Dossier, Vote
from services.governance.dossiers.models import CONSEQUENCES

Entry = dict[str, Any]


def timeline(dossier: Dossier, votes: Sequence[Vote], texts: Texts) -> list[Entry]:
    """Return the entries of the lanes, one lane for each committee of the path."""
    opened = _entry(dossier.opened_at, 0, texts.gettext(N_("Dossier reçu et ouvert.")))
    return [
        opened.told(texts),
        *(entry.told(texts) for vote in votes for entry in _of_vote(vote, texts)),
        *(entry.told(texts) for entry in _to_come(dossier, votes, texts)),
    ]


class _Moment:
    """One entry of the line, before its hour is written."""

    def __init__(
        self, at: datetime | None, lane: int, text: str | Markup, state: str | None
    ) -> None:
        self._at = at
        self._entry: Entry = {"lane": lane, "text": text, "state": state}

    def told(self, texts: Texts) -> Entry:
        if self._at is None:
            is_now = self._entry["state"] == "now"
            shown = texts.gettext(N_("maintenant") if is_now else N_("ensuite"))
            return {**self._entry, "at": shown}
        shown = texts.day(self._at, year=False)
        if self._entry["state"] == "next":
            shown = texts.day_time(self._at, year=False)
        return {**self._entry, "at": shown, "datetime": self._at.isoformat()}


def _entry(
    at: datetime | None, lane: int, text: str | Markup, state: str | None = None
) -> _Moment:
    return _Moment(at, lane, text, state)


def _of_vote(vote: Vote, texts: Texts) -> Iterator[_Moment]:
    is_open = vote.state == "open"
    electorate = texts.ngettext(
        "{n} électeur", "{n} électeurs", len(vote.entitled)
    ) + _set_aside(vote, texts)
    text = (
        texts.markup(
            N_("<strong>Vote ouvert</strong>, {electorate}. Le dossier en est ici."),
            electorate=electorate,
        )
        if is_open
        else texts.gettext(N_("Vote ouvert, {electorate}."), electorate=electorate)
    )
    yield _entry(vote.opened_at, vote.step, text, "now" if is_open else None)
    if vote.tally is not None:
        state = None if vote.decision_id is None else "done"
        yield _entry(vote.closed_at, vote.step, _outcome(vote, texts), state)


def _set_aside(vote: Vote, texts: Texts) -> str:
    count = len(vote.electors) - len(vote.entitled)
    if not count:
        return ""
    return texts.ngettext(", {n} écarté", ", {n} écartés", count)


def _outcome(vote: Vote, texts: Texts) -> str | Markup:
    assert vote.tally is not None
    number = vote.decision_number or ""
    match vote.tally.outcome:
        case "adopted":
            return texts.markup(
                N_("<strong>Adopté</strong>, décision {number}."), number=number
            )
        case "rejected":
            return texts.markup(
                N_("<strong>Rejeté</strong>, décision {number}. Le dossier est clos."),
                number=number,
            )
        case "void":
            return texts.gettext(N_("Vote clos sans objet : le dossier a été retiré."))
    return texts.gettext(N_("Vote clos sans quorum : rien n’est décidé."))


def _to_come(
    dossier: Dossier, votes: Sequence[Vote], texts: Texts
) -> Iterator[_Moment]:
    if dossier.state != "open":
        return
    open_vote = next((vote for vote in votes if vote.state == "open"), None)
    for lane, step in enumerate(dossier.path):
        if step.state == "current" and open_vote is not None:
            text = texts.gettext(N_("Clôture. Le calcul est fait et publié aussitôt."))
            yield _entry(open_vote.closes_at, lane, text, "next")
            adopted = texts.gettext(CONSEQUENCES[step.effect][0])
            text = texts.gettext(
                N_("Décision numérotée. {consequence}"), consequence=adopted
            )
            yield _entry(None, lane, text, "next")
        elif step.state == "current":
            text = texts.gettext(N_("Le vote reste à ouvrir, par le secrétariat."))
            yield _entry(None, lane, text, "now")
        elif step.state == "waiting":
            text = texts.gettext(N_("Vote de ce comité."))
            yield _entry(None, lane, text, "next")
