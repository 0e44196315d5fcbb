"""Whatever a mail server received can be shown."""

import pytest

from kit.ids import new_id
from services.notifications.mailbox.models import Stored
from services.notifications.mailbox.parsing import opened
from tests.support.notifications import NOON

STORED = Stored(
    id=new_id(), received_at=NOON, sender="", recipients=(), to="", subject=""
)


class TestOpened:
    def test_links_are_listed_once_without_the_stop_after_them(self) -> None:
        raw = b"Subject: x\r\n\r\nhttps://a.fr/b. https://a.fr/b, http://c.fr/d?e=f"

        assert opened(STORED, raw).links == ("https://a.fr/b", "http://c.fr/d?e=f")

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\x00\xff\xfe",
            b"Subject: =?utf-8?q?=ff?=\r\n\r\nx",
            b"Content-Type: text/plain; charset=unknown\r\n\r\n\xe9",
            b"Content-Type: multipart/mixed\r\n\r\nno boundary",
            b"Content-Type: text/html\r\n\r\n<p>html alone</p>",
            b"To: <<>>@@\r\nList-Unsubscribe: <\r\n\r\nx",
        ],
    )
    def test_a_malformed_message_is_shown_as_far_as_it_can_be(self, raw: bytes) -> None:
        assert opened(STORED, raw).stored == STORED
