"""The public pages about places: the map and its lists, the nearest help."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from kit.http import PagesNow, Router, TextsNow, provided
from kit.texts import N_, Texts
from schemas.reference import STRUCTURE_TYPES
from services.registry.centres.service import CentreService
from services.registry.structures.rules import capital, national_phone

from . import rules
from .models import PLACE_LENGTH_MAX, Here, Nowhere, PlaceView, Several, Shape, Step
from .parsing import load_outlines
from .service import Coverage, PlaceService

router = Router(include_in_schema=False)

Places = Annotated[PlaceService, Depends(provided(PlaceService))]
Centres = Annotated[CentreService, Depends(provided(CentreService))]
SCALE = 1.4
INSET_SCALE = 6.0
INSET_AT = (18.0, 40.0)
INSET = ("75", "92", "93", "94")
UNKNOWN = N_("Un code postal, ou le nom d’une commune.")
OVERSEAS = ("97", "98")
SHOWN, SHOWN_MAX = 10, 50


@router.get("/points-accueil")
async def show_reception_points(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    places: Places,
    place: Annotated[str, Query(max_length=PLACE_LENGTH_MAX)] = "",
    limit: Annotated[int, Query(ge=1, le=SHOWN_MAX)] = SHOWN,
) -> Response:
    answer = places.resolve(place) if place.strip() else None
    here = answer if isinstance(answer, Here) else None
    return pages.render(
        request,
        "registry/places/reception-points.html",
        typed=here.label if here else place.strip(),
        why=texts.gettext(UNKNOWN) if isinstance(answer, Nowhere) else None,
        here=here,
        towns=_links(places.choices(here)) if here else (),
        several=answer if isinstance(answer, Several) else None,
        nowhere=answer if isinstance(answer, Nowhere) else None,
        points=await places.near(here, limit=limit) if here else (),
        limit=limit,
        more=SHOWN_MAX,
        kinds=STRUCTURE_TYPES,
        phone=national_phone,
        capital=capital,
    )


@router.get("/centres")
async def show_centres(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    places: Places,
    centres: Centres,
) -> Response:
    coverage = await places.coverage()
    active = await centres.list_public()
    by_region = {
        region.code: [one for one in active if one.region == region.code]
        for region in coverage.regions
    }
    shapes = _shapes(coverage, texts)
    return pages.render(
        request,
        "registry/places/centres.html",
        coverage=coverage,
        centres={code: found for code, found in by_region.items() if found},
        centre_count=len(active),
        region_names={one.code: one.name for one in coverage.regions},
        without_centre=[
            one.name for one in coverage.regions if not by_region[one.code]
        ],
        mainland=_drawn(shapes, load_outlines(scale=SCALE)),
        inset=_drawn(
            shapes, load_outlines(scale=INSET_SCALE, codes=INSET, at=INSET_AT)
        ),
        overseas=[one for code, one in shapes.items() if code.startswith(OVERSEAS)],
        draws_advisors=coverage.total.advisors > 0,
        key=_key(rules.steps_of(one.count for one in shapes.values()), texts),
        phone=national_phone,
    )


def _shapes(coverage: Coverage, texts: Texts) -> dict[str, Shape]:
    """Shade departments by their advisors, or while there are none, by their doors."""
    has_advisors = coverage.total.advisors > 0
    shapes = {}
    for region in coverage.regions:
        for one in region.departments:
            figures = one.figures
            count = figures.advisors if has_advisors else figures.reception_points
            said = _advisors(count, texts) if has_advisors else _points(count, texts)
            shapes[one.code] = Shape(
                code=one.code,
                name=texts.typeset(one.name),
                count=count,
                level=rules.level_of(count),
                title=texts.gettext(
                    N_("{department} ({code}) : {count}"),
                    department=texts.typeset(one.name),
                    code=one.code,
                    count=said,
                ),
            )
    return shapes


def _key(steps: Iterable[Step], texts: Texts) -> list[tuple[str, str]]:
    """Say what each shade stands for, and how many departments have it."""
    return [(f"d{one.level}", _span(one, texts)) for one in steps]


def _span(step: Step, texts: Texts) -> str:
    if step.most is None:
        return texts.gettext(N_("{least} et plus"), least=step.least) + _of(step, texts)
    if step.most == 0:
        return texts.gettext(N_("aucun")) + _of(step, texts)
    span = texts.gettext(N_("{least} à {most}"), least=step.least, most=step.most)
    return span + _of(step, texts)


def _of(step: Step, texts: Texts) -> str:
    return f" ({texts.number(step.count)})"


def _links(towns: Iterable[PlaceView]) -> list[dict[str, str]]:
    return [
        {
            "label": town.name,
            "href": f"/points-accueil?{urlencode({'place': town.label})}",
        }
        for town in towns
    ]


def _drawn(shapes: Mapping[str, Shape], outlines: Mapping[str, str]) -> list[Shape]:
    return [replace(shapes[code], path=path) for code, path in outlines.items()]


def _advisors(count: int, texts: Texts) -> str:
    return texts.ngettext("{n} conseiller", "{n} conseillers", count)


def _points(count: int, texts: Texts) -> str:
    return texts.ngettext("{n} point d’accueil", "{n} points d’accueil", count)
