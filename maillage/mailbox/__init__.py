"""The embedded mail server: takes every e-mail, sends none, keeps all for the page."""

from .server import Mailbox, mailbox

__all__ = ["Mailbox", "mailbox"]
