"""The templates of one language: strict, escaped, with texts and macros at hand."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from jinja2 import (
    Environment,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from kit.ids import random_id
from kit.texts import Texts
from kit.texts.language import NAMES

from .assets import Assets
from .forms import Form
from .loading import RootedLoader

MACROS: Final = ("forms", "marks", "tables", "pieces", "drawings")


def build_environment(
    roots: Mapping[str, Path], *, texts: Texts, assets: Assets
) -> Environment:
    """Build for one language; `roots` says which folder a prefix stands for."""
    environment = Environment(
        loader=RootedLoader(roots),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"attributes": attributes, "get": part}
    environment.globals |= {
        "_": _translate(texts),
        "ngettext": _translate_number(texts),
        "texts": texts,
        "language": texts.language,
        "languages": tuple(NAMES.items()),
        "asset": assets.url,
        "idempotency_key": idempotency_key,
        "no_form": Form(),
    }
    environment.globals["ui"] = SimpleNamespace(
        **{
            name: macro
            for file in MACROS
            for name, macro in _macros(environment, f"macros/{file}.html")
        }
    )
    return environment


def part(thing: object, name: str, default: Any = None) -> Any:
    """Read what a macro may be given or not, from a mapping or an object."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def attributes(given: Mapping[str, Any]) -> Markup:
    """Write attributes: `hx_get` is `hx-get`, True stands bare, None is left out."""
    written = Markup()
    for name, value in given.items():
        if value is None or value is False:
            continue
        word = name.rstrip("_").replace("_", "-")
        written += Markup(" ") + word
        if value is not True:
            written += Markup('="{}"').format(value)
    return written


def idempotency_key() -> Markup:
    """Write the hidden field that makes a form, sent twice, count once."""
    field = '<input type="hidden" name="idempotency_key" value="{}">'
    return Markup(field).format(random_id())  # noqa: S704 - constant, and escaped by format


def _macros(environment: Environment, file: str) -> list[tuple[str, Any]]:
    module = environment.get_template(file).module
    names = (name for name in vars(module) if not name.startswith("_"))
    return [(name, getattr(module, name)) for name in names]


def _translate(texts: Texts) -> Any:
    @pass_eval_context
    def gettext(context: EvalContext, msgid: str, /, **params: Any) -> str:
        speak = texts.markup if context.autoescape else texts.gettext
        return speak(msgid, **params)

    return gettext


def _translate_number(texts: Texts) -> Any:
    @pass_eval_context
    def ngettext(
        context: EvalContext,
        singular: str,
        plural: str,
        n: float,
        /,
        **params: Any,
    ) -> str:
        speak = texts.nmarkup if context.autoescape else texts.ngettext
        return speak(singular, plural, n, **params)

    return ngettext
