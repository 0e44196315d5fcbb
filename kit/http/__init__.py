"""HTTP: one application factory, one entrance, one way to answer that it went wrong."""

from .application import create_application
from .dependencies import (
    CallerNow,
    CookiesNow,
    IfMatch,
    PagesNow,
    ScopeFor,
    TextsNow,
    allowed,
    judged,
    offered,
    provided,
    signed_in,
)
from .forms import VersionForm, posted, read_form
from .pagination import CursorQuery, LimitQuery, Page, decode_cursor, encode_cursor
from .routing import Router, keeps_no_trace
from .versions import etag

__all__ = [
    "CallerNow",
    "CookiesNow",
    "CursorQuery",
    "IfMatch",
    "LimitQuery",
    "Page",
    "PagesNow",
    "Router",
    "ScopeFor",
    "TextsNow",
    "VersionForm",
    "allowed",
    "create_application",
    "decode_cursor",
    "encode_cursor",
    "etag",
    "judged",
    "keeps_no_trace",
    "offered",
    "posted",
    "provided",
    "read_form",
    "signed_in",
]
