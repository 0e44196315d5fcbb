"""What the page of a dossier shows, gathered in the reader's language."""

from typing import Any

from kit.pages import Form
from kit.texts import Texts
from services.governance.committees.models import NAMES, ROLES
from services.governance.committees.rules import quorum_words
from services.governance.dossiers.models import CONSEQUENCES, KINDS, STATES
from services.governance.votes import rules
from services.governance.votes.models import CHOICES, DossierSheet, VoteSheet

TEMPLATE = "governance/votes/dossier.html"


def context(
    sheet: DossierSheet,
    texts: Texts,
    *,
    ballot_form: Form | None = None,
    opening_form: Form | None = None,
) -> dict[str, Any]:
    dossier = sheet.dossier
    votes = [one.vote for one in sheet.votes]
    return {
        "sheet": sheet,
        "dossier": dossier,
        "names": NAMES,
        "roles": ROLES,
        "kinds": KINDS,
        "states": STATES,
        "choices": CHOICES,
        "consequences": CONSEQUENCES,
        "lanes": [texts.gettext(NAMES[step.committee]) for step in dossier.path],
        "timeline": rules.timeline(dossier, votes, texts),
        "closed": [_closed(one, texts) for one in sheet.closed_votes],
        "quorum": _quorum(sheet.open_vote),
        "quorum_share": _quorum_share(sheet.open_vote, texts),
        "ballot_form": ballot_form or _filled(sheet.open_vote),
        "opening_form": opening_form or Form(),
    }


def _closed(sheet: VoteSheet, texts: Texts) -> dict[str, Any]:
    vote, tally = sheet.vote, sheet.vote.tally
    assert tally is not None, "a closed vote was counted"
    return {
        "sheet": sheet,
        "vote": vote,
        "tally": tally,
        "explanation": rules.explanation(vote, tally, texts),
        "rows": rules.sum_rows(vote, tally, texts),
    }


def _quorum(open_vote: VoteSheet | None) -> int | None:
    if open_vote is None:
        return None
    vote = open_vote.vote
    return rules.quorum_needed(vote.rules, entitled=len(vote.entitled))


def _quorum_share(open_vote: VoteSheet | None, texts: Texts) -> str:
    return "" if open_vote is None else quorum_words(open_vote.vote.rules, texts)


def _filled(open_vote: VoteSheet | None) -> Form:
    """Show one's own named ballot again, for it may be changed."""
    if open_vote is None or open_vote.own is None:
        return Form()
    own = open_vote.own
    return Form({"choice": own.choice, "reason": own.reason or ""})
