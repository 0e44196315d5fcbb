"""The arithmetic of a closed vote, line by line, as one would do it on paper."""

from fractions import Fraction

from kit.texts import N_, Texts
from schemas.documents.governance import Share, Tally, Vote
from services.governance.committees.rules import majority_words, quorum_words

Row = tuple[str, str, bool]


def sum_rows(vote: Vote, tally: Tally, texts: Texts) -> list[Row]:
    """Return rows of term, reckoning, and whether it is a result."""
    rows = [*_electorate(vote, tally, texts), *_quorum(vote, tally, texts)]
    if tally.outcome in ("no_quorum", "void"):
        return rows
    return rows + _majority(vote, tally, texts)


def _electorate(vote: Vote, tally: Tally, texts: Texts) -> list[Row]:
    seats, aside = len(vote.electors), len(vote.electors) - tally.entitled
    rows = [(texts.gettext(N_("Membres votants du comité")), str(seats), False)]
    if not aside:
        return [*rows, (texts.gettext(N_("Corps électoral figé")), str(seats), True)]
    return [
        *rows,
        (texts.gettext(N_("Écartés pour conflit d’intérêts")), f"− {aside}", False),
        (
            texts.gettext(N_("Corps électoral figé")),
            f"{seats} − {aside} = {tally.entitled}",
            True,
        ),
    ]


def _quorum(vote: Vote, tally: Tally, texts: Texts) -> list[Row]:
    needed = tally.quorum_needed
    reckoning = (
        str(needed)
        if vote.rules.quorum_base == "none"
        else _share_of(vote.rules.quorum_share, tally.entitled, needed, texts)
    )
    is_reached = tally.voted >= needed
    result = N_("Quorum atteint") if is_reached else N_("Quorum manqué")
    sign = "≥" if is_reached else "<"
    return [
        (
            texts.gettext(
                N_("Quorum : {share}"), share=quorum_words(vote.rules, texts)
            ),
            reckoning,
            False,
        ),
        _voters(tally, texts),
        (texts.gettext(result), f"{tally.voted} {sign} {needed}", True),
    ]


def _voters(tally: Tally, texts: Texts) -> Row:
    if tally.outcome in ("no_quorum", "void"):
        return texts.gettext(N_("Votants")), str(tally.voted), False
    term = texts.gettext(
        N_("Votants : {yes} oui, {no} non, {abstain}"),
        yes=tally.yes,
        no=tally.no,
        abstain=texts.ngettext("{n} abstention", "{n} abstentions", tally.abstain),
    )
    reckoning = f"{tally.yes} + {tally.no} + {tally.abstain} = {tally.voted}"
    return term, reckoning, False


def _majority(vote: Vote, tally: Tally, texts: Texts) -> list[Row]:
    needed, rules = tally.majority_needed, vote.rules
    rows: list[Row] = []
    if rules.majority_base == "expressed":
        term = texts.gettext(N_("Suffrages exprimés, sans les abstentions"))
        rows.append((term, f"{tally.yes} + {tally.no} = {tally.majority_base}", False))
    rows.append(
        (
            texts.gettext(N_("Majorité : {share}"), share=majority_words(rules, texts)),
            _share_of(rules.majority_share, tally.majority_base, needed, texts),
            False,
        )
    )
    sign = "≥" if tally.yes >= needed else "<"
    compared = f"{tally.yes} {sign} {needed}"
    if tally.is_casting_vote_used:
        rows.append((texts.gettext(N_("Majorité manquée, à égalité")), compared, False))
        compared = texts.gettext(N_("voix de la présidence"))
    result = N_("Adopté") if tally.outcome == "adopted" else N_("Rejeté")
    return [*rows, (texts.gettext(result), compared, True)]


def _share_of(share: Share, base: int, needed: int, texts: Texts) -> str:
    """Write `10 ÷ 2 = 5`, or `7 ÷ 2 = 3,5, soit 4` where the next whole is meant."""
    exact = Fraction(base * share.numerator, share.denominator)
    times = "" if share.numerator == 1 else f" × {share.numerator}"
    shown = texts.number(round(float(exact), 2))
    left = f"{base}{times} ÷ {share.denominator} = {shown}"
    if exact == needed:
        return left
    return texts.gettext(
        N_("{reckoning}, soit {needed}"), reckoning=left, needed=needed
    )
