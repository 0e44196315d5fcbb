"""Which place a person means who types a postcode or the name of a town."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from rapidfuzz import fuzz, process

from schemas.reference import DEPARTMENTS
from services.registry.places.models import Answer, Here, Nowhere, PlaceView, Several
from services.registry.territories.models import Commune, CommuneKind, Suggestion
from services.registry.territories.rules import Gazetteer, town_key

CHOICES_MAX = 20
NEAREST_MAX = 5
OVERSEAS = ("97", "98")
OFFERED_MAX = 10
LIKENESS = 66
NEARLY_SAME = 85
POSTCODE = re.compile(r"(?<!\d)(\d{2} ?\d{3})(?!\d)", re.ASCII)
DEPARTMENT = re.compile(r"[\s(]+(\d{2,3}|2[ab])\s*\)?$", re.ASCII | re.IGNORECASE)


def resolve(text: str, gazetteer: Gazetteer) -> Answer:
    """Read `31000`, `31000 Toulouse`, `st etienne`, `Sainte-Foy (85)`."""
    found = POSTCODE.search(text)
    if found is None:
        return _named(text, gazetteer)
    postcode = found[1].replace(" ", "")
    name = POSTCODE.sub("", text).strip(" ,()")
    commune = gazetteer.named(name, postcode=postcode) if name else None
    if commune is not None:
        return _at(commune, gazetteer, postcode=postcode)
    if gazetteer.under(postcode):
        return _under(postcode, gazetteer)
    if town_key(name):
        return _named(name, gazetteer)
    return _nearly_postcode(postcode, gazetteer)


def suggestions(text: str, gazetteer: Gazetteer, *, limit: int) -> list[PlaceView]:
    """Offer towns while one types; nearly the same names when none begins so."""
    match resolve(text, gazetteer):
        case Here(communes=communes):
            exact = [shown(one, gazetteer) for one in communes]
            begun = [_view(one, gazetteer) for one in gazetteer.suggest(text)]
            return _once([*exact, *begun])[:limit]
        case Several(choices=choices):
            return list(choices)[:limit]
        case Nowhere(nearest=nearest):
            return list(nearest)[:limit]


def shown(
    commune: Commune, gazetteer: Gazetteer, *, postcode: str | None = None
) -> PlaceView:
    code = postcode or next(iter(gazetteer.postcodes_of(commune)), "")
    return _view(Suggestion(postcode=code, commune=commune), gazetteer)


def _named(text: str, gazetteer: Gazetteer) -> Answer:
    """Take the exact name, then nearly it; with its department behind it, or alone."""
    if not town_key(text):
        return Nowhere()
    found = (
        [*_exactly(text, gazetteer), *_overseas(text, gazetteer)]
        or _within(text, gazetteer)
        or _department(text, gazetteer)
        or _beginning(text, gazetteer)
    )
    if len(found) == 1:
        return _at(found[0], gazetteer)
    if found:
        return Several(tuple(shown(one, gazetteer) for one in found[:CHOICES_MAX]))
    return Nowhere(tuple(_nearly(text, gazetteer)))


def _overseas(text: str, gazetteer: Gazetteer) -> list[Commune]:
    """Offer an island's towns beside a namesake: La Réunion is also a village."""
    code = _departments().get(town_key(text), "")
    named = _exactly(text, gazetteer)
    towns = _department(text, gazetteer) if code.startswith(OVERSEAS) else []
    return [one for one in towns if one not in named]


def _within(text: str, gazetteer: Gazetteer) -> list[Commune]:
    """Read `Sainte-Foy (85)`."""
    behind = DEPARTMENT.search(text)
    if behind is None:
        return []
    named = _exactly(text[: behind.start()], gazetteer)
    return [one for one in named if one.department == behind[1].upper()]


def _department(text: str, gazetteer: Gazetteer) -> list[Commune]:
    """Offer the biggest towns of a department, or of an island, named or numbered."""
    code = _departments().get(town_key(text))
    towns = [one for one in gazetteer if one.department == code]
    reached = [one for one in towns if gazetteer.postcodes_of(one)]
    return sorted(reached, key=_weight)[:OFFERED_MAX]


@cache
def _departments() -> dict[str, str]:
    names = {town_key(one.name): code for code, one in DEPARTMENTS.items()}
    return names | {town_key(code): code for code in DEPARTMENTS}


def _beginning(text: str, gazetteer: Gazetteer) -> list[Commune]:
    """List what begins so and what sounds just so, the most populous first."""
    if text.strip().isdecimal():
        return []
    begun = [one.commune for one in gazetteer.suggest(text, limit=CHOICES_MAX)]
    alike = _alike(text, gazetteer, likeness=NEARLY_SAME)
    return sorted({one.code: one for one in [*begun, *alike]}.values(), key=_weight)


def _exactly(text: str, gazetteer: Gazetteer) -> list[Commune]:
    """List towns of that name, the most populous first; a part is its town, once."""
    found: dict[str, Commune] = {}
    for commune in sorted(gazetteer.with_name(text), key=_weight):
        if gazetteer.postcodes_of(commune):
            found.setdefault(commune.current_code, commune)
    return list(found.values())


def _at(commune: Commune, gazetteer: Gazetteer, *, postcode: str | None = None) -> Here:
    view = shown(commune, gazetteer, postcode=postcode)
    return Here(
        name=commune.name,
        postcode=view.postcode,
        department=commune.department,
        position=gazetteer.position_of(commune),
        communes=(commune,),
        label=view.label,
    )


def _under(postcode: str, gazetteer: Gazetteer) -> Here:
    """Take all the towns of a postcode; a town alone is that town."""
    towns: dict[str, Commune] = {}
    for commune in sorted(gazetteer.under(postcode), key=_weight):
        towns.setdefault(commune.current_code, commune)
    communes = tuple(towns.values())
    if len(communes) == 1:
        return _at(communes[0], gazetteer, postcode=postcode)
    position = gazetteer.position_of_postcode(postcode)
    return Here(
        name=postcode,
        postcode=postcode,
        department=communes[0].department,
        position=position or gazetteer.position_of(communes[0]),
        communes=communes,
        label=postcode,
    )


def _nearly(text: str, gazetteer: Gazetteer) -> list[PlaceView]:
    if text.strip().isdecimal():
        return _views(gazetteer.suggest(text, limit=NEAREST_MAX), gazetteer)
    near = _alike(text, gazetteer, likeness=LIKENESS)
    return _once(shown(one, gazetteer) for one in near)[:NEAREST_MAX]


def _alike(text: str, gazetteer: Gazetteer, *, likeness: int) -> list[Commune]:
    communes = [one for one in gazetteer if gazetteer.postcodes_of(one)]
    found = process.extract(
        town_key(text),
        [town_key(one.name) for one in communes],
        scorer=fuzz.ratio,
        limit=CHOICES_MAX,
        score_cutoff=likeness,
    )
    ranked = sorted(found, key=lambda one: (-one[1], _weight(communes[one[2]])))
    return [communes[index] for _, _, index in ranked]


def _nearly_postcode(postcode: str, gazetteer: Gazetteer) -> Nowhere:
    """Offer the biggest towns of the postcodes that begin alike."""
    for length in (4, 3, 2):
        found = gazetteer.suggest(postcode[:length], limit=NEAREST_MAX)
        if found:
            return Nowhere(tuple(_views(found, gazetteer)))
    return Nowhere()


def _views(found: Sequence[Suggestion], gazetteer: Gazetteer) -> list[PlaceView]:
    return [_view(one, gazetteer) for one in found]


def _view(found: Suggestion, gazetteer: Gazetteer) -> PlaceView:
    commune, position = found.commune, gazetteer.position_of(found.commune)
    return PlaceView(
        code=commune.code,
        name=commune.name,
        postcode=found.postcode,
        label=f"{found.postcode} {commune.name}",
        department=DEPARTMENTS[commune.department].name,
        region=commune.region,
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
    )


def _once(views: Iterable[PlaceView]) -> list[PlaceView]:
    return list({view.label: view for view in views}.values())


def _weight(commune: Commune) -> tuple[bool, int, str]:
    is_part = commune.kind is not CommuneKind.CURRENT
    return is_part, -commune.population, commune.code
