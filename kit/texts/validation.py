"""What was expected of a value, in the reader's words, for each error of Pydantic."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import PydanticCustomError

from .catalogues import Texts
from .messages import N_, NN_

Sentence = str | tuple[str, str]

_WHOLE: Final = N_("Un nombre entier.")
_NUMBER: Final = N_("Un nombre.")
_TEXT: Final = N_("Un texte.")
_LIST: Final = N_("Une liste.")
_OBJECT: Final = N_("Un objet, avec un nom pour chaque valeur.")
_DAY: Final = N_("Une date qui existe, comme 2026-12-31.")
_INSTANT: Final = N_("Une date et une heure, comme 2026-12-31T18:00:00+01:00.")
_CLOCK: Final = N_("Une heure, comme 18:00.")
_LENGTH: Final = N_("Une durée, comme PT1H30M.")
_URL: Final = N_("Une adresse entière, comme https://exemple.fr/page.")
_ID: Final = N_("Un identifiant de 36 signes (UUID).")
_JSON: Final = N_("Un texte JSON bien formé.")
_NOTHING: Final = N_("Rien : ce champ n’est pas connu.")
_FIXED: Final = N_("Ce champ ne change pas.")
_OTHER: Final = N_("Une valeur qui convient à ce champ.")
_ENCODED: Final = N_("Un texte en UTF-8, sans octet illisible.")

SENTENCES: Final[Mapping[str, Sentence]] = {
    "missing": N_("Obligatoire."),
    "extra_forbidden": _NOTHING,
    "unexpected_keyword_argument": _NOTHING,
    "unexpected_positional_argument": _NOTHING,
    "no_such_attribute": _NOTHING,
    "invalid_key": N_("Un nom de champ qui soit un texte."),
    "frozen_field": _FIXED,
    "frozen_instance": _FIXED,
    "none_required": N_("Rien : laissez ce champ vide."),
    "string_too_short": NN_(
        "{min_length} signe au moins.", "{min_length} signes au moins."
    ),
    "string_too_long": NN_(
        "{max_length} signe au plus.", "{max_length} signes au plus."
    ),
    "string_pattern_mismatch": N_("Un texte de la forme {pattern}."),
    "string_unicode": _ENCODED,
    "string_not_ascii": N_(
        "Des lettres sans accent, des chiffres et des signes simples."
    ),
    "bytes_too_short": NN_(
        "{min_length} octet au moins.", "{min_length} octets au moins."
    ),
    "bytes_too_long": NN_(
        "{max_length} octet au plus.", "{max_length} octets au plus."
    ),
    "bytes_invalid_encoding": _ENCODED,
    "too_short": NN_(
        "{min_length} élément au moins. Il y en a {actual_length}.",
        "{min_length} éléments au moins. Il y en a {actual_length}.",
    ),
    "too_long": NN_(
        "{max_length} élément au plus. Il y en a {actual_length}.",
        "{max_length} éléments au plus. Il y en a {actual_length}.",
    ),
    "greater_than": N_("Plus de {gt}."),
    "greater_than_equal": N_("{ge} ou plus."),
    "less_than": N_("Moins de {lt}."),
    "less_than_equal": N_("{le} ou moins."),
    "multiple_of": N_("Un multiple de {multiple_of}."),
    "finite_number": N_("Un nombre fini."),
    "int_from_float": N_("Un nombre entier, sans décimales."),
    "int_parsing_size": N_("Un nombre entier moins grand."),
    "decimal_max_digits": NN_(
        "{max_digits} chiffre au plus.", "{max_digits} chiffres au plus."
    ),
    "decimal_max_places": NN_(
        "{decimal_places} décimale au plus.", "{decimal_places} décimales au plus."
    ),
    "decimal_whole_digits": NN_(
        "{whole_digits} chiffre au plus avant la virgule.",
        "{whole_digits} chiffres au plus avant la virgule.",
    ),
    "enum": N_("{choices}."),
    "literal_error": N_("{choices}."),
    "union_tag_invalid": N_("{choices}."),
    "union_tag_not_found": N_(
        "Un champ {discriminator} qui dit de quelle sorte il s’agit."
    ),
    "bool_type": N_("Oui ou non (true ou false)."),
    "bool_parsing": N_("Oui ou non (true ou false)."),
    "date_from_datetime_inexact": N_("Une date seule, sans heure."),
    "date_past": N_("Une date passée."),
    "date_future": N_("Une date à venir."),
    "datetime_past": N_("Un moment passé."),
    "datetime_future": N_("Un moment à venir."),
    "timezone_naive": N_("Une heure sans fuseau."),
    "timezone_aware": N_("Une heure avec son fuseau, comme 2026-12-31T18:00:00+01:00."),
    "timezone_offset": N_("Une heure dans un autre fuseau."),
    "url_too_long": NN_(
        "Une adresse de {max_length} signe au plus.",
        "Une adresse de {max_length} signes au plus.",
    ),
    "url_scheme": N_("Une adresse qui commence par {choices}."),
    "uuid_version": N_("Un identifiant (UUID) de version {expected_version}."),
    "recursion_loop": N_("Un objet qui ne se contient pas lui-même."),
    "recursion_depth_exceeded": N_("Un objet moins profond."),
    "set_item_not_hashable": N_("Des éléments simples, sans listes ni objets."),
    "json_invalid": _JSON,
    "json_type": _JSON,
    "date_from_datetime_parsing": _DAY,
    "datetime_from_date_parsing": _INSTANT,
    "datetime_object_invalid": _INSTANT,
    "missing_argument": N_("Obligatoire."),
    "missing_keyword_only_argument": N_("Obligatoire."),
    "missing_positional_only_argument": N_("Obligatoire."),
    "missing_sentinel_error": _NOTHING,
    "multiple_argument_values": N_("Une seule valeur."),
}

_FAMILIES: Final[Mapping[str, str]] = {
    "string": _TEXT,
    "bytes": _TEXT,
    "int": _WHOLE,
    "float": _NUMBER,
    "decimal": _NUMBER,
    "fraction": _NUMBER,
    "complex": _NUMBER,
    "date": _DAY,
    "datetime": _INSTANT,
    "time": _CLOCK,
    "time_delta": _LENGTH,
    "uuid": _ID,
    "url": _URL,
    "list": _LIST,
    "tuple": _LIST,
    "named_tuple": _LIST,
    "set": _LIST,
    "frozen_set": _LIST,
    "deque": _LIST,
    "iterable": _LIST,
    "dict": _OBJECT,
    "frozen_dict": _OBJECT,
    "ordered_dict": _OBJECT,
    "counter": _OBJECT,
    "mapping": _OBJECT,
    "model": _OBJECT,
    "model_attributes": _OBJECT,
    "dataclass": _OBJECT,
    "dataclass_exact": _OBJECT,
}
_SUFFIX: Final = re.compile(r"_(type|parsing|syntax_violation|str_parsing)$")
_QUOTED: Final = re.compile(r"'([^']*)'")
_NUMBERS: Final = re.compile(r"-?\d+")
_COUNTED: Final = {"too_short", "too_long"}
_CUSTOM: Final = "invalid"
_OURS: Final = {_CUSTOM, "value_error", "assertion_error"}


def expected(msgid: str, /, **context: Any) -> PydanticCustomError:
    """Make the refusal that a validator raises, with a sentence of its own."""
    return PydanticCustomError(_CUSTOM, "{msgid}", {"msgid": msgid, **context})


def expectation(error: Mapping[str, Any], texts: Texts) -> str:
    """Say what one error of Pydantic expected; never repeats the value."""
    context = dict(error.get("ctx") or {})
    if error["type"] in _OURS and (own := _own_words(context)):
        return texts.gettext(own, **context) if texts.knows(own) else _say(texts)
    readable, kind = _readable(context, texts), _kind(error["type"], context)
    sentence = SENTENCES.get(kind) or _family(kind)
    if "{choices}" in sentence and not readable["choices"]:
        return _say(texts)
    return _say(texts, sentence, **readable)


def _say(texts: Texts, sentence: Sentence = _OTHER, /, **context: Any) -> str:
    if isinstance(sentence, str):
        return texts.gettext(sentence, **context)
    name = next(iter(re.findall(r"\{(\w+)\}", sentence[0])))
    count = context.pop(f"{name}_count", 0)
    return texts.ngettext(*sentence, count, **context)


def _own_words(context: Mapping[str, Any]) -> str:
    """Read the sentence that a validator of ours gave, in either way."""
    return str(context.get("msgid") or context.get("error") or "")


def _kind(told: str, context: Mapping[str, Any]) -> str:
    """Name what is wrong: of a secret Pydantic counts elements, people count signs."""
    is_secret = context.get("field_type") == "Value"
    return f"string_{told}" if is_secret and told in _COUNTED else told


def _family(kind: str) -> str:
    return _FAMILIES.get(_SUFFIX.sub("", kind), _OTHER)


def _readable(context: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    readable = dict(context)
    for name, value in context.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            readable[name] = texts.number(value)
            readable[f"{name}_count"] = value
    choices = str(
        context.get("expected")
        or context.get("expected_tags")
        or context.get("expected_schemes")
        or ""
    )
    named = _QUOTED.findall(choices) or _NUMBERS.findall(choices)
    readable["choices"] = texts.listed(named, any_of=True) if named else choices
    return readable
