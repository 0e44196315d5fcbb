"""The mail server of one machine, from a package that no image has."""

from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import Any, cast

from kit.platform import Platform


def open_mailbox(platform: Platform, *, port: int) -> AbstractAsyncContextManager[Any]:
    """Receive e-mails while the block runs; found only when it is asked for."""
    module = import_module("maillage.mailbox")
    return cast("AbstractAsyncContextManager[Any]", module.mailbox(platform, port=port))
