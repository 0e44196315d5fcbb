"""Who may what: the list of roles, and giving one, for the national administration."""

from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    CursorQuery,
    PagesNow,
    Router,
    TextsNow,
    allowed,
    encode_cursor,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.texts import N_, Texts
from schemas.access import ROLE_LABELS, Action, Role
from schemas.reference import REGIONS

from .models import NATION, GiveForm, PeopleFilter, Reaches, Unknown
from .rules import place_of
from .service import RightsService

router = Router(include_in_schema=False)

Rights = Annotated[RightsService, Depends(provided(RightsService))]
Giver = Annotated[Caller, Depends(allowed(Action.GIVE_ROLES))]
Structure = Annotated[UUID | None, Query()]

HERE: Final = "/roles"
LIST: Final = "registry/rights/list.html"
PAGE_SIZE: Final = 50
GIVEN: Final = (
    Role.NATIONAL_ADMIN,
    Role.REGIONAL_REFERENT,
    Role.CENTRE_MANAGER,
    Role.PARTNER,
    Role.MEMBER,
    Role.OPERATOR,
)
LABELS: Final = {
    "email": N_("Adresse e-mail"),
    "role": N_("Rôle"),
    "reach": N_("Ressort"),
    "starts_on": N_("Premier jour"),
    "ends_on": N_("Dernier jour"),
}


@router.get(HERE)
async def show_roles(
    request: Request,
    pages: PagesNow,
    rights: Rights,
    _: Giver,
    wanted: Annotated[PeopleFilter, Depends()],
    after: CursorQuery = None,
    structure_id: Structure = None,
    done: str | None = None,
) -> Response:
    return await _list(
        request,
        pages,
        rights,
        wanted=wanted,
        after=after,
        structure_id=structure_id,
        done=done,
    )


@router.post(HERE)
async def give_role(
    request: Request, pages: PagesNow, texts: TextsNow, rights: Rights, _: Giver
) -> Response:
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    asked, form = await read_form(request, GiveForm, texts, labels=labels)
    if asked is None:
        return await _list(request, pages, rights, form=form)
    match await rights.give_by_address(asked):
        case Unknown():
            why = texts.gettext(N_("Personne n’a de compte à cette adresse."))
            refused = form.with_error("email", labels["email"], why)
            return await _list(request, pages, rights, form=refused)
        case _:
            query = urlencode({"email": asked.email, "done": "given"})
            return RedirectResponse(f"{HERE}?{query}", 303)


@router.post(HERE + "/{person_id}/{grant_id}/retrait")
async def withdraw_role_on_page(
    person_id: UUID, grant_id: UUID, rights: Rights, _: Giver
) -> Response:
    person = await rights.withdraw(person_id, grant_id)
    query = urlencode({"email": person.email, "done": "withdrawn"})
    return RedirectResponse(f"{HERE}?{query}", 303)


async def _list(
    request: Request,
    pages: Pages,
    rights: RightsService,
    *,
    wanted: PeopleFilter | None = None,
    after: str | None = None,
    structure_id: UUID | None = None,
    form: Form | None = None,
    done: str | None = None,
) -> Response:
    wanted, texts = wanted or PeopleFilter(), pages.texts(request)
    found = await rights.search(wanted, after=place_of(after), limit=PAGE_SIZE)
    reaches = await rights.reaches(structure_id=structure_id)
    return pages.render(
        request,
        LIST,
        people=found.items,
        wanted=wanted,
        next_url=found.next and _address(wanted, after=encode_cursor(found.next)),
        first_url=None if after is None else _address(wanted),
        role_labels=role_labels(texts),
        reaches=reach_options(reaches, texts),
        chosen=reaches.structure[0] if reaches.structure else NATION,
        form=form or Form(),
        done=done,
        status=422 if form else 200,
    )


def role_labels(texts: Texts) -> list[tuple[str, str]]:
    """Name the roles that are given, as a form lists them."""
    told = [(role, ROLE_LABELS[role]) for role in GIVEN]
    is_french = texts.language == "fr"
    return [
        (str(role), (label[0] if is_french else label[1]).capitalize())
        for role, label in told
    ]


def reach_options(reaches: Reaches, texts: Texts) -> list[tuple[str, str]]:
    """List all that a role may be given for, the widest first."""
    region = N_("Région : {name}")
    centre = N_("Centre : {name}")
    structure = N_("Structure : {name}")
    partner = N_("Partenaire : {name}")
    regions = sorted(REGIONS.items(), key=lambda one: one[1])
    return [
        (NATION, texts.gettext(N_("Tout le réseau"))),
        *(
            (value, texts.gettext(structure, name=texts.typeset(name)))
            for value, name in ([reaches.structure] if reaches.structure else [])
        ),
        *((f"region:{c}", texts.gettext(region, name=name)) for c, name in regions),
        *(
            (value, texts.gettext(centre, name=texts.typeset(name)))
            for value, name in reaches.centres
        ),
        *(
            (value, texts.gettext(partner, name=texts.typeset(name)))
            for value, name in reaches.organisations
        ),
    ]


def _address(wanted: PeopleFilter, *, after: str | None = None) -> str:
    told = {"role": wanted.role, "email": wanted.email, "after": after}
    query = urlencode({name: value for name, value in told.items() if value})
    return f"{HERE}?{query}" if query else HERE
