"""The frame of a page, made from the one table of addresses."""

from collections.abc import Sequence

from starlette.requests import Request

from kit.identity.callers import NOBODY, Caller
from kit.pages import Link, Menu
from kit.texts import N_, Texts
from schemas.access import ROLE_LABELS, Role
from schemas.addresses import MENU, PUBLIC_MENU, Entry

SEARCH = "/recherche"
FOOT = (
    ("/accessibilite", N_("Accessibilité")),
    ("/donnees-personnelles", N_("Données personnelles")),
    ("/api/docs", N_("Interfaces pour les machines")),
    ("/evenements", N_("Catalogue des événements")),
)


def menu_for(request: Request, texts: Texts) -> Menu:
    caller: Caller = getattr(request.state, "caller", NOBODY)
    return Menu(
        entries=_links(_entries(caller), texts),
        where=caller.place
        or texts.gettext(N_("Le réseau des conseillers au numérique")),
        role=role_label(caller, texts),
        home_url="/aujourdhui" if caller.person_id else "/",
        search_url=SEARCH,
        account_url="/compte" if caller.person_id else None,
        sign_in_url=None if caller.is_signed_in else "/connexion",
        sign_out_url="/deconnexion" if caller.person_id else None,
        stop_acting_url="/assistance/fin" if caller.impersonator else None,
        footer=[Link(texts.gettext(label), href) for href, label in FOOT],
        colophon=texts.gettext(
            N_("Maillage, réseau national des conseillers au numérique")
        ),
    )


def role_label(caller: Caller, texts: Texts) -> str:
    """Name the first of the caller's roles, in the order of the table of roles."""
    for role in Role:
        if role in caller.roles:
            french, english = ROLE_LABELS[role]
            return french if texts.language == "fr" else english
    return ""


def _entries(caller: Caller) -> Sequence[Entry]:
    if caller.person_id is None:
        return PUBLIC_MENU
    return [entry for entry in MENU if _is_for(caller, entry)]


def _is_for(caller: Caller, entry: Entry) -> bool:
    may = entry.action is not None and caller.may(entry.action)
    return may or bool(entry.roles & caller.roles)


def _links(entries: Sequence[Entry], texts: Texts) -> list[Link]:
    is_french = texts.language == "fr"
    return [
        Link(entry.label_fr if is_french else entry.label_en, entry.href)
        for entry in entries
    ]
