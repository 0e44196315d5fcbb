"""What the pages say of a field, and of one that is wrong."""

from collections.abc import Mapping
from typing import Any, Final

from kit.pages import Form
from kit.texts import N_, Texts

WRONG_CODE: Final = N_(
    "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant."
)
WRONG_PASSWORD: Final = N_("Ce n’est pas votre mot de passe. Rien n’a changé.")
LABELS: Final = {
    "code": N_("Code"),
    "password": N_("Mot de passe"),
    "reason": N_("Motif"),
}


def labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}


def refused(
    name: str, why: str, texts: Texts, values: Mapping[str, Any] | None = None
) -> Form:
    form = Form(values or {})
    return form.with_error(name, texts.gettext(LABELS[name]), texts.gettext(why))
