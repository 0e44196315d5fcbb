"""The table of fields: types in words, meanings, since when."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kit.texts import N_, Texts
from schemas.base import Event, Localised
from schemas.events import EVENTS
from services.hub.catalogue.models import FieldLine

from .meanings import MEANINGS
from .schemas import Schema, key_field, schema_of

FORMATS: Final[Mapping[str, str]] = {
    "uuid": "uuid",
    "date-time": N_("date et heure, UTC"),
    "date": N_("jour"),
    "uri": N_("adresse"),
}
TYPES: Final[Mapping[str, str]] = {
    "string": N_("texte"),
    "integer": N_("entier"),
    "number": N_("nombre"),
    "boolean": N_("booléen"),
    "object": N_("objet"),
}


def fields(event: type[Event]) -> list[FieldLine]:
    """Return the fields in the order of the contract."""
    schema = schema_of(event)
    required, key = schema.get("required", []), key_field(event)
    return [
        FieldLine(
            name=name,
            schema_=_resolved(part, schema.get("$defs", {})),
            meaning=_meaning(event, name, part),
            since=_since(event, name),
            is_required=name in required,
            is_key=name == key,
        )
        for name, part in schema["properties"].items()
    ]


def type_in_words(schema: Schema, texts: Texts) -> str:
    """Write `liste de uuid`, `entier, 1 au moins`, `objet fr, en`."""
    parts = _without_null(schema)
    if len(parts) > 1:
        return texts.listed([type_in_words(one, texts) for one in parts], any_of=True)
    (only,) = parts
    if choices := [only["const"]] if "const" in only else only.get("enum"):
        return ", ".join(str(one) for one in choices)
    if only.get("type") == "array":
        items = type_in_words(only.get("items", {}), texts)
        return texts.gettext(N_("liste : {items}"), items=items)
    if only.get("type") == "object" and "properties" in only:
        names = ", ".join(only["properties"])
        return texts.gettext(N_("objet : {names}"), names=names)
    return _plain(only, texts)


def _plain(schema: Schema, texts: Texts) -> str:
    kind, format_ = schema.get("type", ""), schema.get("format", "")
    name = FORMATS.get(format_) or TYPES.get(kind, "")
    said = texts.gettext(name) if name else texts.gettext(N_("toute valeur"))
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return texts.gettext(
            N_("{type}, de {low} à {high}"), type=said, low=low, high=high
        )
    return said


def _without_null(schema: Schema) -> Sequence[Schema]:
    return [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]


def _resolved(schema: Any, definitions: Mapping[str, Schema]) -> Any:
    """Put definitions in the places that name them; contracts never recurse."""
    if isinstance(schema, list):
        return [_resolved(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return _resolved(definitions[name], definitions)
    return {name: _resolved(part, definitions) for name, part in schema.items()}


def _meaning(event: type[Event], name: str, part: Schema) -> Localised | None:
    aggregate = event.topic.rpartition(".")[2]
    found = MEANINGS.get(f"{aggregate}.{name}") or MEANINGS.get(name)
    if found is not None:
        return found
    described = part.get("description")
    return Localised(fr=described, en=described) if described else None


def _since(event: type[Event], name: str) -> str:
    """Return the first version of this type that has the field."""
    family, _, latest = event.type.rpartition(".")
    versions = sorted(
        int(one.type.rpartition(".v")[2])
        for one in EVENTS
        if one.type.rpartition(".")[0] == family and name in one.model_fields
    )
    return f"v{versions[0]}" if versions else latest
