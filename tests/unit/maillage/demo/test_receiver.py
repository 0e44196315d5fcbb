"""HUB-05: the demo's subscriber believes exactly what the reference library signs."""

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook

from maillage.demo.receiver import is_signed

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two characters").decode()
BODY = '{"type":"x"}'
AT = datetime(2026, 11, 23, tzinfo=UTC)


def headers(secret: str = SECRET, body: str = BODY) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(AT.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", AT, body),
    }


class TestSignature:
    def test_the_reference_signature_is_believed(self) -> None:
        assert is_signed(BODY.encode(), headers(), secret=SECRET)

    def test_one_of_two_is_enough(self) -> None:
        told = headers() | {
            "webhook-signature": f"v1,AAAA {headers()['webhook-signature']}"
        }

        assert is_signed(BODY.encode(), told, secret=SECRET)

    @pytest.mark.parametrize(
        "changed",
        [
            {"webhook-id": "msg_2"},
            {"webhook-timestamp": "1"},
            {"webhook-signature": "v1,AAAA"},
            {"webhook-signature": ""},
        ],
    )
    def test_a_changed_header_is_not(self, changed: dict[str, str]) -> None:
        assert not is_signed(BODY.encode(), headers() | changed, secret=SECRET)

    def test_a_changed_body_is_not(self) -> None:
        assert not is_signed(b"{}", headers(), secret=SECRET)
