"""Where templates are: the kit's own, and each feature's under the feature's name."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, Environment, FileSystemLoader, TemplateNotFound

KIT: Final = Path(__file__).parent.parent / "templates"
_Source = tuple[str, str | None, Callable[[], bool] | None]


class RootedLoader(BaseLoader):
    """Reads `registry/imports/preview.html` in the root of `registry/imports`."""

    def __init__(self, roots: Mapping[str, Path]) -> None:
        self._kit = FileSystemLoader(KIT)
        self._roots = {root: FileSystemLoader(path) for root, path in roots.items()}

    def get_source(self, environment: Environment, template: str) -> _Source:
        above = [root for root in self._roots if template.startswith(f"{root}/")]
        if not above:
            return self._kit.get_source(environment, template)
        root = max(above, key=len)
        name = template.removeprefix(f"{root}/")
        try:
            return self._roots[root].get_source(environment, name)
        except TemplateNotFound as missing:
            raise TemplateNotFound(template) from missing


def find_roots(base: Path) -> dict[str, Path]:
    """List the templates of services, of their features and of the command."""
    services = base / "services"
    own = base.glob("maillage/*/templates")
    return {
        **{
            folder.parent.relative_to(services).as_posix(): folder
            for folder in sorted(services.glob("*/*/templates"))
        },
        **{folder.parent.relative_to(base).as_posix(): folder for folder in own},
    }
