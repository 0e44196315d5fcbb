"""The structures' pages, for those who manage them."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import Field
from starlette.responses import RedirectResponse

from kit.http import (
    CallerNow,
    PagesNow,
    Router,
    ScopeFor,
    TextsNow,
    provided,
    read_form,
)
from kit.pages import Form
from kit.scope import Scope
from kit.texts import N_, Texts
from schemas.access import Action
from schemas.reference import DEPARTMENTS, REGIONS
from schemas.reference import STRUCTURE_TYPES as KINDS

from . import rules
from .models import NewStructure, Structure, StructureQuery
from .service import StructureService

router = Router(prefix="/structures", include_in_schema=False)

Structures = Annotated[StructureService, Depends(provided(StructureService))]
MayRead = Annotated[Scope, Depends(ScopeFor(Action.READ_STRUCTURES))]
MayAdd = Annotated[Scope, Depends(ScopeFor(Action.ADD_STRUCTURES))]
MayChange = Annotated[Scope, Depends(ScopeFor(Action.CHANGE_STRUCTURES))]
LABELS = {
    "name": N_("Nom de la structure"),
    "kind": N_("Type"),
    "siret": N_("N° SIRET"),
    "address": N_("Adresse"),
    "postcode": N_("Code postal"),
    "town": N_("Commune"),
    "phone": N_("Téléphone"),
    "email": N_("E-mail"),
    "website": N_("Site"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
}
PROFILES = {
    "dedicated": N_("Dédié"),
    "generalist": N_("Généraliste"),
    "private": N_("Privé"),
}
STATUSES = {
    "listed": N_("Recensé"),
    "invited": N_("Invité"),
    "enrolled": N_("Inscrit"),
    "active": N_("Actif"),
    "suspended": N_("Suspendu"),
    "left": N_("Parti"),
}
WORDS: dict[str, Any] = {
    "kinds": KINDS,
    "department_names": DEPARTMENTS,
    "regions": REGIONS,
    "phone": rules.national_phone,
    "capital": rules.capital,
}


class StructureForm(NewStructure):
    """The whole record and the version that was read."""

    version: int = Field(ge=1, le=2**31)


def said(labels: Mapping[str, str], texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in labels.items()}


def kinds_in(texts: Texts) -> list[tuple[str, str]]:
    return [
        (kind.value, rules.capital(label.within(texts.language)))
        for kind, label in KINDS.items()
    ]


@router.get("")
async def show_structures(
    request: Request,
    pages: PagesNow,
    structures: Structures,
    texts: TextsNow,
    caller: CallerNow,
    scope: MayRead,
    query: Annotated[StructureQuery, Query()],
) -> Response:
    found = await structures.search(query, scope=scope)
    return pages.render(
        request,
        "registry/structures/list.html",
        found=found,
        wanted=query.wanted,
        holders=await structures.holder_names(found.items),
        kinds_shown=kinds_in(texts),
        departments_shown=[
            (code, f"{code} {texts.typeset(DEPARTMENTS[code].name)}")
            for code in await structures.departments(scope=scope)
        ],
        next_url=_address(request, after=found.next) if found.next else None,
        first_url=_address(request, after=None) if query.after else None,
        may_add=caller.may(Action.ADD_STRUCTURES),
        may_import=caller.may(Action.IMPORT_CENSUS),
        **WORDS,
    )


@router.get("/nouvelle")
async def show_new_structure(request: Request, pages: PagesNow, _: MayAdd) -> Response:
    return _form(request, pages, Form(), structure=None)


@router.post("")
async def add_structure_by_form(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    structures: Structures,
    scope: MayAdd,
) -> Response:
    new, form = await read_form(
        request, NewStructure, texts, labels=said(LABELS, texts)
    )
    if new is None:
        return _form(request, pages, form, structure=None)
    structure = await structures.add(new, scope=scope)
    return RedirectResponse(f"/structures/{structure.id}", 303)


@router.get("/{structure_id}")
async def show_structure(
    structure_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    structures: Structures,
    caller: CallerNow,
    scope: MayRead,
) -> Response:
    return pages.render(
        request,
        "registry/structures/sheet.html",
        profiles=said(PROFILES, texts),
        statuses=said(STATUSES, texts),
        sheet=await structures.sheet(structure_id, scope=scope),
        may_change=caller.may(Action.CHANGE_STRUCTURES),
        may_designate=caller.may(Action.MANAGE_CENTRES),
        may_entrust=caller.may(Action.GIVE_ROLES),
        **WORDS,
    )


@router.get("/{structure_id}/modifier")
async def show_structure_form(
    structure_id: UUID,
    request: Request,
    pages: PagesNow,
    structures: Structures,
    scope: MayChange,
) -> Response:
    structure = await structures.get(structure_id, scope=scope)
    return _form(request, pages, Form(values=_values(structure)), structure=structure)


@router.post("/{structure_id}/modifier")
async def change_structure_by_form(
    structure_id: UUID,
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    structures: Structures,
    scope: MayChange,
) -> Response:
    edit, form = await read_form(
        request, StructureForm, texts, labels=said(LABELS, texts)
    )
    structure = await structures.get(structure_id, scope=scope)
    if edit is None:
        return _form(request, pages, form, structure=structure)
    changes = edit.model_dump(exclude={"version", "centre_id"})
    await structures.change(structure_id, changes, version=edit.version, scope=scope)
    return RedirectResponse(f"/structures/{structure_id}", 303)


def _form(
    request: Request, pages: PagesNow, form: Form, *, structure: Structure | None
) -> Response:
    return pages.render(
        request,
        "registry/structures/form.html",
        status=422 if form.errors else 200,
        form=form,
        structure=structure,
        kinds_shown=kinds_in(pages.texts(request)),
        version=form.values.get("version")
        or (structure.version if structure else None),
        **WORDS,
    )


def _values(structure: Structure) -> dict[str, Any]:
    """Fill the form; a position that is the town's is nobody's to edit."""
    values = structure.model_dump(include=set(LABELS) | {"is_reception_point"})
    if structure.phone:
        values["phone"] = rules.national_phone(structure.phone)
    if not structure.has_own_position:
        values |= {"latitude": None, "longitude": None}
    return values


def _address(request: Request, *, after: str | None) -> str:
    kept = {name: value for name, value in request.query_params.items() if value}
    kept.pop("after", None)
    query = urlencode(kept | ({"after": after} if after else {}))
    return f"/structures?{query}" if query else "/structures"
