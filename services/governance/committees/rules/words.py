"""The voting rules of a committee, in words."""

from kit.texts import N_, Texts
from schemas.documents.governance import Share, VotingRules

# Each share alone, and after "plus" or "au moins" as French wants it.
SHARES = {
    (1, 2): (N_("la moitié"), N_("plus de la moitié")),
    (1, 3): (N_("le tiers"), N_("plus du tiers")),
    (2, 3): (N_("les deux tiers"), N_("plus des deux tiers")),
    (1, 4): (N_("le quart"), N_("plus du quart")),
    (3, 4): (N_("les trois quarts"), N_("plus des trois quarts")),
    (1, 1): (N_("la totalité"), N_("plus que la totalité")),
}


def share_words(share: Share, texts: Texts, *, is_strict: bool = False) -> str:
    """Write `la moitié`, or `plus de la moitié` when it must be passed."""
    pair = (share.numerator, share.denominator)
    if pair in SHARES:
        return texts.gettext(SHARES[pair][is_strict])
    text = N_("plus de {parts} sur {whole}") if is_strict else N_("{parts} sur {whole}")
    return texts.gettext(text, parts=share.numerator, whole=share.denominator)


def quorum_words(rules: VotingRules, texts: Texts) -> str:
    if rules.quorum_base == "none":
        return texts.gettext(N_("un seul vote suffit"))
    share = share_words(rules.quorum_share, texts)
    return texts.gettext(N_("{share} du corps électoral"), share=share)


def majority_words(rules: VotingRules, texts: Texts) -> str:
    share = share_words(rules.majority_share, texts, is_strict=rules.majority_is_strict)
    if not rules.majority_is_strict:
        share = texts.gettext(N_("au moins {share}"), share=share)
    if rules.majority_base == "entitled":
        return texts.gettext(N_("{share} du corps électoral"), share=share)
    return texts.gettext(N_("{share} des suffrages exprimés"), share=share)


INTERESTS = N_(
    "Qui représente l’organisation du dossier, ou l’a ouvert, est écarté du vote."
)
NO_QUORUM = N_(
    "Aucun bulletin n’est dépouillé, rien n’est décidé. Le secrétariat peut ouvrir un "
    "nouveau vote."
)


def rules_in_words(rules: VotingRules, texts: Texts) -> list[tuple[str, str]]:
    """Return pairs of what is ruled and how, for a page."""
    quorum = texts.gettext(
        N_("{quorum}. L’abstention y compte, un membre écarté non."),
        quorum=_capital(quorum_words(rules, texts)),
    )
    majority = texts.gettext(
        N_("{majority}. Une abstention n’est pas un suffrage exprimé."),
        majority=_capital(majority_words(rules, texts)),
    )
    days = texts.ngettext(
        "Un jour, sauf autre délai donné à l’ouverture.",
        "{days} jours, sauf autre délai donné à l’ouverture.",
        rules.vote_days,
        days=_capital(texts.spelled(rules.vote_days)),
    )
    return [
        (texts.gettext(N_("Quorum")), quorum),
        (texts.gettext(N_("Majorité")), majority),
        (texts.gettext(N_("Égalité")), _tie_words(rules, texts)),
        (texts.gettext(N_("Durée d’un vote")), days),
        (texts.gettext(N_("Conflit d’intérêts")), texts.gettext(INTERESTS)),
        (texts.gettext(N_("Sans quorum")), texts.gettext(NO_QUORUM)),
    ]


def _tie_words(rules: VotingRules, texts: Texts) -> str:
    if not rules.chair_has_casting_vote:
        return texts.gettext(N_("À égalité, la proposition est rejetée."))
    return texts.gettext(
        N_(
            "La voix de la présidence l’emporte, dans un vote nominatif. Dans un vote "
            "secret personne ne la connaît : à égalité, la proposition est rejetée."
        )
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
