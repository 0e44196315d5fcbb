"""Pages: templates, macros, assets, and what keeps a browser safe."""

from .assets import Assets, mount_static
from .components import show_components
from .forms import FieldError, Form
from .loading import find_roots
from .menu import Link, Menu
from .problems import ProblemPage
from .rendering import LANGUAGE_COOKIE, THEME_COOKIE, Pages, language_for
from .security import CONTENT_SECURITY_POLICY, SameOriginForms, SecurityHeaders

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "LANGUAGE_COOKIE",
    "THEME_COOKIE",
    "Assets",
    "FieldError",
    "Form",
    "Link",
    "Menu",
    "Pages",
    "ProblemPage",
    "SameOriginForms",
    "SecurityHeaders",
    "find_roots",
    "language_for",
    "mount_static",
    "show_components",
]
