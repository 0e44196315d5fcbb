"""The arithmetic of a closed vote, in words."""

from datetime import datetime

from kit.texts import N_, Texts
from schemas.documents.governance import Tally, Vote
from services.governance.committees.models import NAMES

from .counting import is_tie


def explanation(vote: Vote, tally: Tally, texts: Texts) -> str:
    """Say who voted, what was needed and what came of it, in a few sentences."""
    if tally.outcome == "void":
        return texts.gettext(
            N_("Le dossier a été retiré avant la clôture : aucun bulletin n’est lu.")
        )
    sentences = [_participation(tally, texts)]
    if tally.outcome == "no_quorum":
        sentences.append(
            texts.gettext(
                N_(
                    "Aucun bulletin n’est dépouillé et rien n’est décidé : le "
                    "secrétariat peut ouvrir un nouveau vote."
                )
            )
        )
        return " ".join(sentences)
    sentences += [_majority(vote, tally, texts), *_tie(vote, tally, texts)]
    is_adopted = tally.outcome == "adopted"
    adopted = N_("La proposition est adoptée.")
    rejected = N_("La proposition est rejetée.")
    sentences.append(texts.gettext(adopted if is_adopted else rejected))
    return " ".join(sentences)


def decision_text(vote: Vote, tally: Tally, texts: Texts, *, at: datetime) -> str:
    """Write the decision's immutable text: a paragraph a line."""
    about = texts.gettext(
        N_("{committee}, vote clos le {day} sur le dossier {number}."),
        committee=texts.gettext(NAMES[vote.committee]),
        day=texts.day(at),
        number=vote.dossier_number,
    )
    question = vote.question_fr if texts.language == "fr" else vote.question_en
    return "\n".join([about, question, explanation(vote, tally, texts)])


def _participation(tally: Tally, texts: Texts) -> str:
    could = texts.ngettext(
        "Un membre pouvait voter",
        "{words} membres pouvaient voter",
        tally.entitled,
        words=_capital(texts.spelled(tally.entitled)),
    )
    did = texts.ngettext(
        "un l’a fait",
        "{words} l’ont fait",
        tally.voted,
        words=texts.spelled(tally.voted),
    )
    if not tally.voted:
        did = texts.gettext(N_("personne ne l’a fait"))
    quorum = texts.ngettext(
        "le quorum d’une personne",
        "le quorum de {words}",
        tally.quorum_needed,
        words=texts.spelled(tally.quorum_needed),
    )
    is_reached = tally.voted >= tally.quorum_needed
    reached = N_("{could}, {did} : {quorum} est atteint.")
    missed = N_("{could}, {did} : {quorum} n’est pas atteint.")
    return texts.gettext(
        reached if is_reached else missed, could=could, did=did, quorum=quorum
    )


def _majority(vote: Vote, tally: Tally, texts: Texts) -> str:
    if vote.rules.majority_base == "expressed" and tally.majority_base == 0:
        return texts.gettext(N_("Personne n’a dit oui ni non."))
    majority = texts.ngettext(
        "la majorité d’une voix",
        "la majorité de {words}",
        tally.majority_needed,
        words=texts.spelled(tally.majority_needed),
    )
    return texts.gettext(
        N_("{base}, {yes} {majority}."),
        base=_base(vote, tally, texts),
        yes=_yes(tally, texts),
        majority=majority,
    )


def _base(vote: Vote, tally: Tally, texts: Texts) -> str:
    words = texts.spelled(tally.majority_base)
    if vote.rules.majority_base == "entitled":
        return texts.ngettext(
            "Sur un électeur", "Sur {words} électeurs", tally.majority_base, words=words
        )
    return texts.ngettext(
        "Sur un suffrage exprimé",
        "Sur {words} suffrages exprimés",
        tally.majority_base,
        words=words,
    )


def _yes(tally: Tally, texts: Texts) -> str:
    words = texts.spelled(tally.yes)
    if tally.yes == 0:
        return texts.gettext(N_("aucun oui n’atteint"))
    if tally.yes > tally.majority_needed:
        return texts.gettext(N_("{words} oui dépassent"), words=words)
    if tally.yes == tally.majority_needed:
        return texts.ngettext(
            "un oui atteint", "{words} oui atteignent", tally.yes, words=words
        )
    return texts.ngettext(
        "un oui n’atteint pas", "{words} oui n’atteignent pas", tally.yes, words=words
    )


def _tie(vote: Vote, tally: Tally, texts: Texts) -> list[str]:
    if not is_tie(vote.rules, yes=tally.yes, no=tally.no):
        return []
    if tally.is_casting_vote_used:
        is_yes = tally.outcome == "adopted"
        yes = N_("À égalité, la voix de la présidence l’emporte : c’est un oui.")
        no = N_("À égalité, la voix de la présidence l’emporte : c’est un non.")
        return [texts.gettext(yes if is_yes else no)]
    if not vote.rules.chair_has_casting_vote:
        return [texts.gettext(N_("À égalité, rien n’est adopté."))]
    if vote.mode == "secret":
        secret = N_(
            "À égalité, la voix de la présidence l’emporterait ; dans un vote secret "
            "personne ne la connaît, et rien n’est adopté."
        )
        return [texts.gettext(secret)]
    silent = N_("À égalité, et sans oui ni non de la présidence, rien n’est adopté.")
    return [texts.gettext(silent)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
