"""From a letter to the message that goes out, with the headers that it owes."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from uuid import UUID

from services.notifications.templates.models import Letter

CALENDAR_FILE = "invitation.ics"
ONE_CLICK = "List-Unsubscribe=One-Click"


class AddressRefused(Exception):
    """The card's address cannot stand in a header; it is not repeated here."""


def compose(
    letter: Letter,
    *,
    id_: UUID,
    sender: str,
    reply_to: str | None,
    to: Address,
    at: datetime,
) -> EmailMessage:
    """Return the message; sent again, it bears the same Message-ID and date."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    if reply_to is not None:
        message["Reply-To"] = reply_to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{id_}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url is not None:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = ONE_CLICK
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        _invite(message, letter.calendar, method=letter.method)
    return message


def recipient(*, name: str, email: str) -> Address:
    """Return the address of a header.

    Raises:
        AddressRefused: it is no address, or holds what would break a header.
    """
    try:
        return Address(display_name=name, addr_spec=email)
    except (ValueError, IndexError) as error:
        raise AddressRefused from error


def _invite(message: EmailMessage, calendar: bytes, *, method: str) -> None:
    """Offer it as a part that mail programs act on, and as a file to open."""
    message.add_alternative(
        calendar.decode(),
        subtype="calendar",
        params={"method": method},
        cte="base64",
    )
    message.add_attachment(
        calendar, maintype="application", subtype="ics", filename=CALENDAR_FILE
    )
