"""Style sheets and scripts, named by their content so that they are kept for good."""

from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PREFIX: Final = "/static"
KEPT: Final = "public, max-age=31536000, immutable"
FOLDERS: Final[Mapping[str, Path]] = {
    "kit": Path(__file__).parent.parent / "static",
    "htmx": Path(str(files("js_lib_htmx"))) / "static" / "htmx",
}


class Assets:
    """Knows the address of each file under its folders: `kit/look.css`."""

    def __init__(self, folders: Mapping[str, Path] = FOLDERS) -> None:
        self._folders = folders
        self._known: dict[str, str] = {}

    def url(self, name: str) -> str:
        if name not in self._known:
            folder, _, inner = name.partition("/")
            content = (self._folders[folder] / inner).read_bytes()
            self._known[name] = f"{PREFIX}/{name}?v={sha256(content).hexdigest()[:12]}"
        return self._known[name]


class KeptFiles(StaticFiles):
    """Files that a browser keeps for a year when it asks for a version."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = "v" in QueryParams(scope.get("query_string", b""))
        response.headers["Cache-Control"] = KEPT if versioned else "no-cache"
        return response


def mount_static(app: Starlette, folders: Mapping[str, Path] = FOLDERS) -> None:
    for name, folder in folders.items():
        route = Mount(
            f"{PREFIX}/{name}", KeptFiles(directory=folder), name=f"static-{name}"
        )
        app.router.routes.append(route)
