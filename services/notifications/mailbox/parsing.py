"""From the bytes that a mail server received to what a page can show."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from .models import Attachment, Opened, Stored

LINK = re.compile(r"https?://[^\s<>\"]+")
SHOWN = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)


def parse(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def header(message: EmailMessage, name: str) -> str:
    """Read a header on one line; one that cannot be read is empty."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):
        return ""


def opened(stored: Stored, raw: bytes) -> Opened:
    message = parse(raw)
    text = body(message, "plain") or ""
    return Opened(
        stored=stored,
        headers=tuple(
            (name, value) for name in SHOWN if (value := header(message, name))
        ),
        text=text,
        html=body(message, "html"),
        links=tuple(dict.fromkeys(one.rstrip(".,;)") for one in LINK.findall(text))),
        attachments=tuple(
            Attachment(
                index=index,
                name=part.get_filename() or f"piece-{index + 1}",
                media_type=part.get_content_type(),
                size=len(content(part)),
            )
            for index, part in enumerate(attachments(message))
        ),
    )


def body(message: EmailMessage, kind: str) -> str | None:
    """Return the text of the first such part, whatever its charset says."""
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return None
    charset = part.get_content_charset() or "utf-8"
    try:
        return content(cast("EmailMessage", part)).decode(charset, "replace")
    except LookupError:
        return content(cast("EmailMessage", part)).decode("utf-8", "replace")


def attachments(message: EmailMessage) -> list[EmailMessage]:
    return list(message.iter_attachments())


def content(part: EmailMessage) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""
