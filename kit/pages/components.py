"""The page that shows every piece once, with samples of no meaning."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kit.texts import N_

from .forms import FieldError, Form
from .rendering import Pages

_ROWS: Final = (
    {
        "name": "Médiathèque de Marambat",
        "town": "Marambat (32)",
        "read_on": date(2025, 9, 12),
        "people": 1,
        "fresh": False,
    },
    {
        "name": "Atelier de Garidech",
        "town": "Garidech (31)",
        "read_on": date(2026, 3, 4),
        "people": 2,
        "fresh": True,
    },
    {
        "name": "Salle du Peyrou",
        "town": "Montpellier (34)",
        "read_on": date(2026, 11, 18),
        "people": 6,
        "fresh": True,
    },
)
_CODE: Final = Markup(
    "<i># CloudEvents 1.0</i>\n"
    "<b>ce_id</b>: 01936a4e-7c1b-7f02-9d2e-5b0e6c1f4a77\n\n"
    '{\n  <b>"order_id"</b>: "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b10",\n'
    '<mark>  "copies": "x",</mark>\n  <b>"gift"</b>: true\n}'
)
_ERRORS: Final = (
    ("siret", N_("N° SIRET"), N_("Il manque un chiffre : 13 lus, 14 attendus.")),
    ("city", N_("Ville"), N_("« Sazzint-Alban » n’est pas une commune du 31140.")),
    ("days", N_("Jours d’ouverture"), N_("Un jour au moins.")),
)


def show_components(pages: Pages, request: Request) -> HTMLResponse:
    return pages.render(request, "components.html", **_samples(pages, request))


def _samples(pages: Pages, request: Request) -> Mapping[str, Any]:
    texts = pages.texts(request)
    errors = tuple(
        FieldError(name, texts.gettext(label), texts.gettext(why))
        for name, label, why in _ERRORS
    )
    typed = {"siret": "9870670710003", "city": "Sazzint-Alban"}
    return {
        "sample_rows": _ROWS,
        "sample_code": _CODE,
        "sample_people": ("Nadia Belkacem", "Louise Cazaux"),
        "sample_form": Form(typed, errors),
        "sample_day": date(2026, 12, 1),
        "sample_later": date(2026, 12, 4),
        "sample_at": datetime(2026, 12, 14, 8, tzinfo=UTC),
    }
